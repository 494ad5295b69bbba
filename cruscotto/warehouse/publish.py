"""Change a copy of the warehouse aside, then publish it at once behind a symbolic link.

After `os.replace` of a database file, a process that holds the old one keeps reading it even
through a new connection. So every version is a file of its own, `.<name>.<stamp>.version`, and the
warehouse's path is a link that moves from one to the next. A process killed at any moment leaves
the link on a whole, checkpointed file; what it left behind is swept by the next one.
"""

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

import duckdb

from cruscotto.config import settings
from cruscotto.errors import (
    CannotWrite,
    DamagedWarehouse,
    DiskFull,
    WarehouseBusy,
)

BUILDING = ".building"
VERSION = ".version"

# What the engine says when it could not write.
NO_ROOM = ("space", "disk", "file too large", "could not write")


def published_path(link: Path) -> Path | None:
    """Return the file the warehouse's path stands for, or `None` when there is none yet."""
    path = Path(os.path.realpath(link))
    return path if path.is_file() else None


@contextmanager
def editing(link: Path, fresh: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a copy of the warehouse to change, and publish it on leaving without an error.

    Args:
        link: the warehouse's path.
        fresh: start from nothing instead of from what is published.

    Raises:
        WarehouseBusy: another process is changing the same warehouse.
        DiskFull: there was no room; what was published stays.
        CannotWrite: the folder cannot be written.
    """
    with _explained(link), _locked(link):
        _sweep(link)
        aside = link.with_name(f".{link.name}.{time.time_ns()}{BUILDING}")
        current = published_path(link)
        try:
            if current and not fresh:
                shutil.copyfile(current, aside)
                # the copy is looked at, not the original: a reader of this process may hold that
                _require_warehouse(aside, link)
            con = _connect(aside)
            try:
                yield con
                con.execute("checkpoint")
            finally:
                con.close()
            _publish(aside, link)
        finally:
            for leftover in link.parent.glob(f"{escape(aside.name)}*"):
                _remove(leftover)


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    con.execute(f"set memory_limit = '{settings().memory_limit}'")
    con.execute(f"set threads = {settings().threads}")
    # a checkpoint would write the rows just loaded once more, only to have fewer groups of them
    con.execute("set max_vacuum_tasks = 0")
    return con


def _publish(aside: Path, link: Path) -> None:
    version = link.with_name(f".{link.name}.{time.time_ns()}{VERSION}")
    previous = published_path(link)
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    aside.rename(version)
    pointer = link.with_name(f".{link.name}.pointer")
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(version.name)
    pointer.replace(link)
    # readers that hold the version before go on reading it: the name goes, the file stays open
    for old in link.parent.glob(f".{escape(link.name)}.*{VERSION}"):
        if old not in (version, previous):
            _remove(old)


@contextmanager
def _locked(link: Path) -> Iterator[None]:
    link.parent.mkdir(parents=True, exist_ok=True)
    with link.with_name(f".{link.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WarehouseBusy(warehouse=link) from error
        yield


@contextmanager
def _explained(link: Path) -> Iterator[None]:
    """Turn the system's words on writing into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(folder=link.parent) from error
        raise CannotWrite(file=link, why=error.strerror or "") from error
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException) as error:
        if any(word in str(error).lower() for word in NO_ROOM):
            raise DiskFull(folder=link.parent) from error
        raise


def _require_warehouse(path: Path, link: Path) -> None:
    try:
        con = duckdb.connect(str(path), read_only=True)
        try:
            con.execute("select 1 from ledger.file limit 1")
        finally:
            con.close()
    except duckdb.Error as error:
        raise DamagedWarehouse(warehouse=link) from error


def _sweep(link: Path) -> None:
    """Remove what a killed process left; nobody else writes while we hold the lock."""
    for leftover in link.parent.glob(f".{escape(link.name)}.*{BUILDING}*"):
        _remove(leftover)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
