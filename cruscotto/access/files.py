"""Read and replace small files that lie beside the warehouse; only their owner can read them."""

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cruscotto.access.errors import TableExposed

OWNER_ONLY = 0o600


def beside(warehouse: Path, ending: str) -> Path:
    """Return the path of a file beside a warehouse: the warehouse's path, a dot and an ending."""
    return warehouse.with_name(f"{warehouse.name}.{ending}")


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock of a file within a `with` block; wait while another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_WRONLY | os.O_CREAT, OWNER_ONLY)
    with os.fdopen(handle, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def replace(path: Path, text: str) -> None:
    """Replace a file's content in one step, and let only the file's owner read it."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)


def read(path: Path) -> str:
    """Return a file's content; empty where there is no file.

    Raises:
        TableExposed: users other than the file's owner may write it.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read()
    except FileNotFoundError:
        return ""
    if os.name == "posix" and mode & 0o022:
        raise TableExposed(file=path.name, mode=f"{mode:o}")
    return text


def seen(path: Path) -> tuple[int, ...]:
    """Return a file's inode, time of last change and size; empty if the file does not exist.

    The numbers differ after somebody has replaced or extended the file.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return (found.st_ino, found.st_mtime_ns, found.st_size)
