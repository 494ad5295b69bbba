"""The salt, and the secret keys of participations that are made with it.

The noise of public figures comes from these keys. A key is a number of 32 bits: the first eight
hexadecimal digits of the MD5 of the salt followed by the participation's identifier. Every engine
has MD5. Keys are secret because of the salt: 256 random bits that are never in the warehouse. The
key of a cell is the sum of its participations' keys, so a mart has the key as one more `BIGINT`
measure.
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
    """Return the key of one participation or person; `sql/staging` makes the same key."""
    digest = hashlib.md5((salt + identifier).encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16)


def salt_path(warehouse: Path) -> Path:
    """Return the path of a warehouse's salt: a file beside the warehouse, never inside it."""
    return warehouse.with_name(warehouse.name + ".salt")


def fingerprint(salt: str) -> str:
    """Return a short hash of a salt, which shows if the salt was replaced."""
    return hashlib.sha256(b"cruscotto salt " + salt.encode()).hexdigest()[:16]


def create_salt(path: Path) -> str:
    """Return the salt in a file; if the file does not exist, create it with a new salt.

    Raises:
        SaltExposed: the file exists, and other users than its owner may read it.
        SaltDamaged: the file exists, and its content is not a salt.
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
    """Rename a file unless the new name exists already.

    If two processes do so at the same time, the first one wins.
    """
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
            old salt are published: one figure with two noises reveals the true figure.
        SaltExposed: other users than the owner may read or write the file.
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
    """Return the salt of a warehouse that is being changed; make one if it needs a salt.

    It needs a salt if it has participations or `is_needed` is true. If it needs none and has none,
    the result is an empty string.

    Raises:
        SaltMissing: the warehouse has keys, but the file with their salt is gone.
        SaltExposed: other users than the owner may read or write the file.
        SaltDamaged: the salt in the file is not the one with which the keys were made.
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
