"""The secret keys of participations, from which the noise of public figures comes, and their salt.

A key is the first eight hexadecimal digits of the MD5 of the salt followed by the participation's
identifier, read as an integer from 0 to 2**32 - 1. Every engine has MD5; keys are secret because of
the salt, 256 random bits that are never in the warehouse. Keys add up: the key of a cell is the sum
of its participations' keys, so a mart has it as one more `BIGINT` measure.
"""

import hashlib
import os
import re
import secrets
import stat
import tempfile
from pathlib import Path

import duckdb

from cruscotto.errors import SaltDamaged, SaltExposed, SaltMissing

PATTERN = re.compile(r"[0-9a-f]{64}")
OWNER_ONLY = 0o600


def record_key(identifier: str, salt: str) -> int:
    """Return the key of one participation or person, equal to the key made in `sql/staging`."""
    digest = hashlib.md5((salt + identifier).encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16)


def salt_path(warehouse: Path) -> Path:
    """Return the path of a warehouse's salt, a file beside the warehouse and never in it."""
    return warehouse.with_name(warehouse.name + ".salt")


def fingerprint(salt: str) -> str:
    """Return a short hash of a salt, by which a warehouse notices that the salt was replaced."""
    return hashlib.sha256(b"cruscotto salt " + salt.encode()).hexdigest()[:16]


def create_salt(path: Path) -> str:
    """Create a file with a new salt unless the file exists; return the salt in the file.

    Raises:
        SaltExposed: others than the owner may read the file that is there.
        SaltDamaged: the file that is there is not a salt.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # written aside, for the owner only, and given its name at once: nobody sees half a salt
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".salt-")
    try:
        with os.fdopen(handle, "w") as file:
            os.chmod(draft, OWNER_ONLY)
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        _name_once(Path(draft), path)
    finally:
        Path(draft).unlink(missing_ok=True)
    return read_salt(path)


def _name_once(draft: Path, path: Path) -> None:
    """Rename a file unless the new name exists: of two processes that do so, the first wins."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:
        # a file system without hard links; builds exclude each other by their own lock
        if not path.exists():
            draft.rename(path)


def read_salt(path: Path) -> str:
    """Return the salt in a file.

    Raises:
        SaltMissing: there is no such file. A new salt must not replace it while marts made with the
            old one are published: one figure with two noises reveals the true one.
        SaltExposed: others than the owner may read or write the file.
        SaltDamaged: the content of the file is not a salt.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        salt = path.read_text("ascii", errors="replace").strip()
    except FileNotFoundError as error:
        raise SaltMissing(file=path.name) from error
    if os.name == "posix" and mode & 0o077:
        raise SaltExposed(file=path.name, mode=f"{mode:o}")
    if not PATTERN.fullmatch(salt):
        raise SaltDamaged(file=path.name)
    return salt


def salt_of(con: duckdb.DuckDBPyConnection, warehouse: Path, is_needed: bool = False) -> str:
    """Return the salt of a warehouse being changed; a new warehouse gets a new one.

    A warehouse without participations needs no salt, and the result is empty, unless `is_needed`.

    Raises:
        SaltMissing: the warehouse has keys, but the file with their salt is gone.
        SaltExposed: others than the owner may read or write the file.
        SaltDamaged: the file contains another salt than the one that made the keys.
    """
    path = salt_path(warehouse)
    known = con.execute("select fingerprint from ledger.salt").fetchone()
    if not known and not is_needed and not _has_people(con):
        return ""
    salt = read_salt(path) if known else create_salt(path)
    if not known:
        con.execute("insert into ledger.salt values ($it)", {"it": fingerprint(salt)})
    elif known[0] != fingerprint(salt):
        raise SaltDamaged(file=path.name)
    return salt


def _has_people(con: duckdb.DuckDBPyConnection) -> bool:
    return con.execute("select 1 from raw.participations limit 1").fetchone() is not None
