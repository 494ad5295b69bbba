"""The kept versions of a warehouse: rollback, backup, restore.

Each version has its own ledger, so figures and the list of imported files change together. All
versions share one salt, which never changes. A version whose keys were made with another salt is
never published: one figure with two noises reveals the true figure.
"""

import os
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from cruscotto.errors import (
    CannotWrite,
    DamagedWarehouse,
    FolderGiven,
    NoSuchFile,
    NoWarehouse,
    SaltMissing,
    UnknownName,
)
from cruscotto.warehouse import drafts
from cruscotto.warehouse.checking import damaged_tables
from cruscotto.warehouse.errors import NothingToGoBackTo, OtherSalt
from cruscotto.warehouse.publish import (
    BUILDING,
    explained,
    is_as_published,
    locked,
    point_to,
    publish,
    published_path,
    remove,
    require_warehouse,
    stamp_of,
    sweep,
    version_files,
    withdrawn_path,
    write_whole,
)
from cruscotto.warehouse.reading import reader
from cruscotto.warehouse.salt import OWNER_ONLY, fingerprint, read_salt, salt_path


@dataclass(frozen=True)
class Version:
    """A kept version of a warehouse. Its `edition` is `None` if it is damaged or has no imports."""

    stamp: int
    is_published: bool
    bytes: int
    edition: date | None
    files: int | None

    @property
    def made_at(self) -> datetime:
        """Return when the version was made, as a UTC time."""
        return datetime.fromtimestamp(self.stamp / 1e9, UTC)


def versions(link: Path) -> list[Version]:
    """Return the kept versions of a warehouse, newest first."""
    current = published_path(link)
    return [_look(path, path == current) for path in version_files(link)]


def _look(path: Path, is_published: bool) -> Version:
    found = _first(path, "select max(edition_date), count(*) from ledger.file")
    newest, count = found or (None, None)
    return Version(stamp_of(path), is_published, path.stat().st_size, newest, count)


def rollback(link: Path, to: int | None = None) -> Version:
    """Publish an older version again: the one with stamp `to` or, by default, the previous version.

    Newer versions are taken back: web links do not open them until they are published again.

    Raises:
        NothingToGoBackTo: no older version is kept.
        UnknownName: no version with that stamp is kept.
        DamagedWarehouse: the older version cannot be read; the published one stays.
        OtherSalt: the keys of the older version were made with another salt.
        WarehouseBusy: another process is changing the warehouse.
    """
    with explained(link), locked(link):
        sweep(link)
        target = _chosen(link, to)
        reader(target)
        _require_whole(target, link)
        _require_same_salt(target, link)
        # marked first: killed in between, a version is closed to links rather than open
        for newer in version_files(link):
            if stamp_of(newer) > stamp_of(target):
                write_whole(withdrawn_path(newer), "")
        point_to(target, link)
        remove(withdrawn_path(target))
    return _look(target, is_published=True)


def _chosen(link: Path, to: int | None) -> Path:
    kept, current = version_files(link), published_path(link)
    if to is not None:
        stamps = {stamp_of(path): path for path in kept}
        if to not in stamps:
            raise UnknownName(kind="version", name=to, similar=[], known=list(stamps))
        return stamps[to]
    if current is None and not kept:
        raise NoWarehouse(warehouse=link)
    # a file put there by hand, and a link that was lost, are newer than every version
    now = stamp_of(current) if current in kept else time.time_ns()
    older = [path for path in kept if stamp_of(path) < now]
    if not older:
        raise NothingToGoBackTo(warehouse=link)
    return older[0]


def _require_whole(version: Path, called: Path) -> None:
    """Raise an error if a version is damaged; such a version must not be published or copied.

    Args:
        version: the version's file.
        called: the path that the error names.

    Raises:
        DamagedWarehouse: the file's checksum differs from the one noted; if none was noted, a table
            cannot be read.
    """
    is_whole = is_as_published(version)
    if is_whole is None:
        is_whole = not damaged_tables(reader(version).cursor())
    if not is_whole:
        raise DamagedWarehouse(warehouse=called)


def _require_same_salt(target: Path, link: Path) -> None:
    """Raise an error if the keys in a file to publish were made with another salt.

    Publishing it would show the same figures with a second noise.

    Args:
        target: the file to publish.
        link: the warehouse's path.

    Raises:
        OtherSalt: the salt is another one.
    """
    theirs, current = _fingerprint(target), published_path(link)
    ours: str | None
    try:
        ours = fingerprint(read_salt(salt_path(link)))
    except SaltMissing:
        ours = _fingerprint(current) if current else None
    if theirs and ours and theirs != ours:
        raise OtherSalt(file=salt_path(link).name)


def has_salt_of(version: Path, other: Path) -> bool:
    """Return whether the keys in two warehouse files were made with the same salt."""
    return _fingerprint(version) == _fingerprint(other)


def _fingerprint(path: Path) -> str | None:
    found = _first(path, "select fingerprint from ledger.salt")
    return str(found[0]) if found else None


def _first(path: Path, query: str) -> tuple[Any, ...] | None:
    """Return the first row of a query on a version's file, or `None` if the file cannot be read."""
    try:
        found: tuple[Any, ...] | None = reader(path).cursor().execute(query).fetchone()
    except (duckdb.Error, DamagedWarehouse):
        return None
    return found


def backup(link: Path, out: Path) -> int:
    """Copy the published version to a file that only its owner can read; return its size in bytes.

    A published version never changes, so others may import while it is copied. The salt is not in
    the copy: with salt and copy anybody could subtract the noise from public figures.

    Raises:
        NoWarehouse: nothing is published.
        CannotWrite: the file cannot be written there.
        DiskFull: there is no room for the file.
    """
    source = published_path(link)
    if source is None:
        raise NoWarehouse(warehouse=link)
    if published_path(out) == source or out in version_files(link):
        raise CannotWrite(file=out, why=str(link))
    _require_whole(source, link)
    with explained(out):
        draft = out.with_name(f".{out.name}{BUILDING}")
        try:
            _copy(source, draft)
            require_warehouse(draft, link)
            draft.replace(out)
        finally:
            remove(draft)
    return out.stat().st_size


def copy_salt(link: Path, out: Path) -> None:
    """Copy a warehouse's salt to a file of its own, which only its owner can read.

    Raises:
        SaltMissing: the warehouse has no salt.
        CannotWrite: the file cannot be written, or exists already.
    """
    salt = read_salt(salt_path(link))
    with explained(out):
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "w") as file:
            file.write(salt + "\n")


def restore(saved: Path, link: Path) -> Version:
    """Publish a backup as the newest version; make it a draft instead if imports need approval.

    The version published until now is kept for a rollback.

    Raises:
        NoSuchFile, FolderGiven: there is no file at the path `saved`.
        DamagedWarehouse: the file is no backup of a warehouse; the published version stays.
        OtherSalt: the backup's keys were made with another salt.
        CannotWrite: the folder cannot be written.
    """
    with explained(link), locked(link):
        sweep(link)
        aside = link.with_name(f".{link.name}.{time.time_ns()}{BUILDING}")
        try:
            if saved.is_dir():
                raise FolderGiven(file=saved)
            if not saved.is_file():
                raise NoSuchFile(file=saved)
            _copy(saved, aside)
            require_warehouse(aside, saved)
            _require_whole(aside, saved)
            _require_same_salt(aside, link)
            # a backup brought back is published by two persons like what is imported
            waits = drafts.are_kept()
            version = drafts.keep(aside, link).path if waits else publish(aside, link)
        finally:
            remove(aside)
    return _look(version, is_published=not waits)


def _copy(source: Path, target: Path) -> None:
    """Copy a file into one that only its owner can read, and write it through to the disk."""
    remove(target)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "wb") as copied, source.open("rb") as original:
        shutil.copyfileobj(original, copied, 1 << 20)
        copied.flush()
        os.fsync(copied.fileno())
