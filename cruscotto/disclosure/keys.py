"""The secret key of a participation, in SQL and in Python, and the salt it is made with.

A key is the first eight hexadecimal digits of the MD5 of the salt followed by the participation's
identifier, read as an integer from 0 to 2**32 - 1. MD5 is there on every engine; what keeps keys
secret is the salt, 256 random bits that never enter the warehouse. Keys add up: the key of a cell
is the sum of its participations' keys, so a mart carries it as one more `BIGINT` measure.
"""

import hashlib
import os
import re
import secrets
import stat
import tempfile
from pathlib import Path

from cruscotto.disclosure.errors import SaltDamaged, SaltExposed, SaltMissing

DIGITS = "0123456789abcdef"
PATTERN = re.compile(r"[0-9a-f]{64}")
OWNER_ONLY = 0o600

# Step 1: a column of its own, so that the hash is computed once. The salt is a bound value.
KEY_HASH_SQL = "md5($salt || participation_id)"
# Step 2, over that column: hexadecimal to integer in functions that DuckDB and Spark share.
KEY_SQL = "cast({} as bigint)".format(
    " + ".join(
        f"(strpos('{DIGITS}', substr(key_hash, {place}, 1)) - 1) * {16 ** (8 - place)}"
        for place in range(1, 9)
    )
)


def record_key(participation_id: str, salt: str) -> int:
    """Compute the key of one participation, as `KEY_SQL` does."""
    digest = hashlib.md5((salt + participation_id).encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16)


def salt_path(warehouse: Path) -> Path:
    """Say where the salt of a warehouse is kept: beside it, never in it."""
    return warehouse.with_name(warehouse.name + ".salt")


def fingerprint(salt: str) -> str:
    """Return what a warehouse may store of a salt, to notice that it was exchanged."""
    return hashlib.sha256(b"cruscotto salt " + salt.encode()).hexdigest()[:16]


def create_salt(path: Path) -> str:
    """Create the salt of a new warehouse, once; return the one that is there already, if any.

    Raises:
        SaltExposed: others may read the file that is there.
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
    """Give a file its name unless the name is taken; of two writers the first wins."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:
        # a file system without hard links; builds exclude each other by their own lock
        if not path.exists():
            draft.rename(path)


def read_salt(path: Path) -> str:
    """Read the salt of a warehouse.

    Raises:
        SaltMissing: there is no such file. A new salt must not take its place while marts made
            with the old one are published: two noises of one figure give it away.
        SaltExposed: others than the owner may read or write it.
        SaltDamaged: its content is not a salt.
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
