"""Publish a changed copy of the warehouse in one step, behind a symbolic link.

If `os.replace` replaced a database file, a process that has the old file open would keep reading
the old file, even through a new connection. So each version is a file of its own,
`.<name>.<stamp>.version`, and the warehouse's path is a link that moves from version to version. If
a process is killed, the link still points to a complete file, and the next process removes
unfinished files. The last few versions are kept for a rollback: see `versions`.
"""

import errno
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import Any

import duckdb

from cruscotto import logs
from cruscotto.config import settings
from cruscotto.errors import CannotWrite, DamagedWarehouse, DiskFull, WarehouseBusy
from cruscotto.warehouse import tables

BUILDING = ".building"
OWNER_ONLY = 0o600
VERSION, SUM = ".version", ".sum"
# An edition that waits until a second person approves it, and who made and approved it.
DRAFT, REVIEW = ".draft", ".review"
# A version that was taken back by a rollback.
WITHDRAWN = ".withdrawn"
# What stands beside a version and goes with it.
BESIDE = (SUM, REVIEW, WITHDRAWN)

# Of large marts all rows are read once and none is kept; each thread holds a block of each column.
SMALL: dict[str, Any] = {"memory_limit": "256MB", "threads": 2}

# Messages of the engine when it could not write.
NO_ROOM = ("space", "disk", "file too large", "could not write")


def published_path(link: Path) -> Path | None:
    """Return the file to which the warehouse's path links, or `None` if nothing is published."""
    path = Path(os.path.realpath(link))
    return path if path.is_file() else None


def publish(aside: Path, link: Path) -> Path:
    """Publish a finished file as the newest version, and return the version's path."""
    version = link.with_name(f".{link.name}.{time.time_ns()}{VERSION}")
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    # records of persons are for their owner alone
    os.chmod(aside, OWNER_ONLY)
    aside.rename(version)
    write_sum(version)
    show(version, link)
    return version


def show(version: Path, link: Path) -> None:
    """Publish a complete version by moving the link to it; then remove the oldest versions."""
    previous = point_to(version, link)
    # readers that hold an older version go on reading it: the name goes, the file stays open
    for old in _leaving(link, [version, previous]):
        for part in (old, *(old.with_suffix(ending) for ending in BESIDE)):
            remove(part)
    logs.event(logs.Event.PUBLISH, bytes=version.stat().st_size, versions=len(version_files(link)))


def review_path(version: Path) -> Path:
    """Return the path of the file that states who made a version, and who approved it."""
    return version.with_suffix(REVIEW)


def withdrawn_path(version: Path) -> Path:
    """Return the path of the file that marks a version as taken back.

    Web links do not open a version that was taken back.
    """
    return version.with_suffix(WITHDRAWN)


def _leaving(link: Path, staying: list[Path | None]) -> list[Path]:
    """Return the versions to remove, so that only as many stay as the settings allow.

    Versions in `staying` are never removed. Of the others, the newest version of each edition stays
    longest: web links cite editions, and several versions of one edition may be kept.
    """
    others = [old for old in version_files(link) if old not in staying]
    seen = {day_of(kept) for kept in staying if kept}
    last_of_day: list[Path] = []
    for old in others:
        if day_of(old) not in seen:
            seen.add(day_of(old))
            last_of_day.append(old)
    ordered = last_of_day + [old for old in others if old not in last_of_day]
    return ordered[settings().keep_versions - 2 :]


def day_of(version: Path) -> str:
    """Return the ISO date of a version's newest edition, read from the file of `sum_path`.

    If that file has no date, return the name of the version's file.
    """
    with suppress(OSError, IndexError):
        return sum_path(version).read_text("ascii").splitlines()[1] or version.name
    return version.name


def sum_path(version: Path) -> Path:
    """Return the path of a version's sum file: checksum, newest edition, hashes of marts."""
    return version.with_suffix(SUM)


def write_sum(version: Path, of: Path | None = None) -> None:
    """Write a version's sum file: its checksum, newest edition and hashes of marts.

    If the version does not have its final name yet, `of` is its present path.
    """
    made = of or version
    lines = [_digest(made), *_noted(made)]
    write_whole(sum_path(version), "".join(f"{line}\n" for line in lines))


def marks_of(version: Path) -> dict[str, str]:
    """Return the hash of each mart of a version, read from the file of `sum_path`.

    If that file has no hashes, the result is empty.
    """
    with suppress(OSError, ValueError):
        lines = sum_path(version).read_text("ascii").splitlines()[2:]
        return dict(line.split() for line in lines)
    return {}


def write_whole(path: Path, text: str) -> None:
    """Write a small text file in one step; only its owner can read it."""
    draft = path.with_name(f"{path.name}{BUILDING}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _noted(version: Path) -> Iterator[str]:
    """Yield lines for a version's sum file: the newest edition, then each mart and its hash."""
    with duckdb.connect(str(version), read_only=True, config=SMALL) as con:
        found = con.execute("select max(edition_date) from ledger.file").fetchone()
        yield str(found[0]) if found and found[0] else ""
        with suppress(duckdb.OutOfMemoryException):  # without marks servers ask everything anew
            for table, mark in tables.marks(con).items():
                yield f"{table} {mark}"


def _digest(version: Path) -> str:
    with version.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_as_published(version: Path) -> bool | None:
    """Return whether the file of a version or draft still has the checksum that was noted for it.

    If no checksum was noted, return `None`.
    """
    try:
        return [*sum_path(version).read_text("ascii").split(), ""][0] == _digest(version)
    except FileNotFoundError:
        return None


def point_to(version: Path, link: Path) -> Path | None:
    """Move the warehouse's link to a version in one step.

    Return the file to which the link pointed before, or `None` if there was no such file.
    """
    previous = published_path(link)
    if previous and not link.is_symlink():
        # a file that somebody put at this path by hand is a version to go back to, like the others
        kept = link.with_name(f".{link.name}.{previous.stat().st_mtime_ns}{VERSION}")
        with suppress(OSError):
            os.link(previous, kept)
            previous = kept
    pointer = link.with_name(f".{link.name}.pointer")
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(version.name)
    pointer.replace(link)
    return previous


def version_files(link: Path) -> list[Path]:
    """Return the files of the kept versions of a warehouse, newest first."""
    found = link.parent.glob(f".{escape(link.name)}.*{VERSION}")
    return sorted((p for p in found if stamp_of(p) >= 0), key=stamp_of, reverse=True)


def stamp_of(version: Path) -> int:
    """Return when a version or draft was made, in nanoseconds since 1970; -1 for any other file."""
    stamp = version.name.removesuffix(VERSION).removesuffix(DRAFT).rpartition(".")[2]
    return int(stamp) if stamp.isdecimal() else -1


@contextmanager
def locked(link: Path) -> Iterator[None]:
    """Within a `with` block, hold the lock without which nobody may change the warehouse.

    Raises:
        WarehouseBusy: another process is changing the warehouse.
    """
    link.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(link.with_name(f".{link.name}.lock"), os.O_WRONLY | os.O_CREAT, OWNER_ONLY)
    with os.fdopen(handle, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WarehouseBusy(warehouse=link) from error
        yield


@contextmanager
def explained(link: Path) -> Iterator[None]:
    """Within a `with` block, replace errors of writing by errors of this program.

    Raises:
        DiskFull: there was no room, as the system or the engine reports.
        CannotWrite: the system refused to write for another reason.
    """
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


def require_warehouse(path: Path, link: Path) -> None:
    """Raise an error if the file at `path` is not a warehouse; the error's text names `link`.

    Raises:
        DamagedWarehouse: the file has no ledger, or cannot be read.
    """
    try:
        con = duckdb.connect(str(path), read_only=True)
        try:
            con.execute("select 1 from ledger.file limit 1")
        finally:
            con.close()
    except duckdb.Error as error:
        raise DamagedWarehouse(warehouse=link) from error


def sweep(link: Path) -> None:
    """Remove the files that killed processes left beside a warehouse; the caller holds the lock."""
    for leftover in link.parent.glob(f".{escape(link.name)}.*{BUILDING}*"):
        remove(leftover)
    for draft in link.parent.glob(f".{escape(link.name)}.*{DRAFT}"):
        # an approval was killed at its very end
        if draft.with_suffix(VERSION) == published_path(link):
            remove(draft)
    for ending in BESIDE:
        for kept in link.parent.glob(f".{escape(link.name)}.*{ending}"):
            if not any(kept.with_suffix(whole).exists() for whole in (VERSION, DRAFT)):
                remove(kept)


def remove(path: Path) -> None:
    """Remove a file or folder; do nothing if it does not exist."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
