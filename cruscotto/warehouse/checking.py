"""Check a warehouse (file, tables, rows, sources, salt, disk, file modes) and report findings."""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb

from cruscotto.config import settings
from cruscotto.errors import CruscottoError, DamagedWarehouse
from cruscotto.warehouse import ledger
from cruscotto.warehouse.build import check_files, failing_checks, holds_marts_only, kept_tables
from cruscotto.warehouse.errors import OtherSalt
from cruscotto.warehouse.publish import is_as_published, published_path, version_files
from cruscotto.warehouse.reading import reader, records
from cruscotto.warehouse.salt import fingerprint, read_salt, salt_path

# An import changes a copy, and the engine wants as much room again while it builds.
ROOM_FOR_AN_IMPORT = 2
ADDS_UP, ARE_THERE = "every_file_adds_up", "loaded_rows_are_there"


class Level(StrEnum):
    """How serious a finding is: nothing is wrong, something to know, something to correct."""

    WELL = "well"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """The result of one check.

    Attributes:
        subject: what was checked.
        level: how serious the finding is.
        key: the catalogue key of the finding's sentence.
        facts: the values in the sentence.
        error: the error that the check raised, if any.
    """

    subject: str
    level: Level
    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    error: CruscottoError | None = None


def well(subject: str, key: str, **facts: Any) -> Finding:
    """Return a finding which states that nothing is wrong with a subject."""
    return Finding(subject, Level.WELL, f"check.{key}", facts)


def problem(subject: str, key: str, **facts: Any) -> Finding:
    """Return a finding which states that something about a subject must be corrected."""
    return Finding(subject, Level.PROBLEM, f"check.{key}", facts)


def refused(subject: str, error: CruscottoError) -> Finding:
    """Return a finding of level `problem` from the error that the check of a subject raised."""
    return Finding(subject, Level.PROBLEM, error.key, error.facts, error)


def findings(link: Path, today: date) -> Iterator[Finding]:
    """Yield findings on a warehouse and its folder.

    If the warehouse is damaged, its tables are not checked further. Disk, kept versions and file
    modes are checked in any case.

    Raises:
        NoWarehouse: nothing was built at this path yet.
    """
    current = published_path(link)
    try:
        con = reader(link)
        if current and is_as_published(current) is False:
            raise DamagedWarehouse(warehouse=link)
    except DamagedWarehouse:
        yield refused("integrity", DamagedWarehouse(warehouse=link))
    else:
        yield from _inside(con.cursor(), link, today)
    yield _disk(link)
    yield _previous(link)
    yield from _modes(link)


def _inside(con: duckdb.DuckDBPyConnection, link: Path, today: date) -> Iterator[Finding]:
    damaged = damaged_tables(con)
    if damaged:
        # whatever else a damaged file answers is worth nothing
        yield problem("integrity", "damaged_tables", tables=", ".join(damaged))
        return
    yield well("integrity", "whole", tables=len(_tables(con)))
    if holds_marts_only(con):
        yield Finding("tables", Level.NOTE, "check.marts_only")
        yield from _sources(con, today)
        return
    missing = sorted(f"{schema}.{name}" for schema, name in kept_tables() - _tables(con))
    if missing:
        yield problem("tables", "missing_tables", tables=", ".join(missing))
        return
    yield well("tables", "all_tables", tables=len(kept_tables()))
    yield from _checks(con)
    yield from _sources(con, today)
    yield _salt(con, link)


def _tables(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    query = "select schema_name, table_name from duckdb_tables()"
    return {(row["schema_name"], row["table_name"]) for row in records(con, query)}


def damaged_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names of tables that have a damaged block.

    Every table is read whole, because the engine verifies the checksum of each block it reads.
    """
    damaged = []
    for schema, name in sorted(_tables(con)):
        whole = f'select bit_xor(hash(whole)) from "{schema}"."{name}" as whole'
        try:
            con.execute(whole).fetchall()
        except duckdb.Error:
            damaged.append(f"{schema}.{name}")
    return damaged


def _checks(con: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    failed = {str(error.facts["check"]): error.facts for error in failing_checks(con)}
    yield from _sums(con, ADDS_UP in failed)
    yield from _rows(con, ARE_THERE in failed)
    others = [name for name in failed if name not in (ADDS_UP, ARE_THERE)]
    for name in others:
        yield problem("checks", "check_failed", check=name, rows=failed[name]["rows"])
    if not others:
        yield well("checks", "checks_passed", checks=len(check_files()))


def _found(con: duckdb.DuckDBPyConnection, check: str) -> dict[str, dict[str, Any]]:
    path = next(path for path in check_files() if path.stem == check)
    return {str(row["file_id"]): row for row in records(con, path.read_text("utf-8"))}


def _sums(con: duckdb.DuckDBPyConnection, has_failed: bool) -> Iterator[Finding]:
    files = ledger.files(con)
    wrong = _found(con, ADDS_UP) if has_failed else {}
    for file in files:
        if file["file_id"] in wrong:
            yield problem(
                "ledger",
                "file_does_not_add_up",
                source=file["source"],
                file=file["file_name"],
                read=file["rows_read"],
                loaded=file["rows_loaded"],
                outside=file["rows_out_of_scope"],
                refused=file["rows_refused"],
            )
    if not wrong:
        yield well("ledger", "files_add_up", files=len(files))


def _rows(con: duckdb.DuckDBPyConnection, has_failed: bool) -> Iterator[Finding]:
    files = {file["file_id"]: file for file in ledger.files(con)}
    wrong = _found(con, ARE_THERE) if has_failed else {}
    for file_id, row in wrong.items():
        yield problem(
            "rows",
            "rows_are_missing",
            source=files[file_id]["source"],
            file=files[file_id]["file_name"],
            loaded=row["rows_loaded"],
            found=row["rows_found"],
        )
    if not wrong:
        yield well("rows", "rows_are_there", rows=sum(f["rows_loaded"] for f in files.values()))


def _sources(con: duckdb.DuckDBPyConnection, today: date) -> Iterator[Finding]:
    for row in ledger.sources(con):
        age = (today - row["edition"]).days
        is_old = age > settings().old_after_days
        facts = {
            "source": row["source"],
            "edition": row["edition"],
            "age": age,
            "files": row["files"],
            "rows": row["rows"],
        }
        level, key = (Level.NOTE, "source_is_old") if is_old else (Level.WELL, "source")
        yield Finding("sources", level, f"check.{key}", facts)


def _salt(con: duckdb.DuckDBPyConnection, link: Path) -> Finding:
    known = con.execute("select fingerprint from ledger.salt").fetchone()
    if known is None:
        return well("salt", "no_salt_needed")
    try:
        salt = read_salt(salt_path(link))
    except CruscottoError as error:
        return refused("salt", error)
    if fingerprint(salt) != known[0]:
        return refused("salt", OtherSalt(file=salt_path(link).name))
    return well("salt", "salt_fits", file=salt_path(link).name)


def room(link: Path) -> tuple[int, int]:
    """Return how many bytes are free on the disk, and how many the next import needs."""
    current = published_path(link)
    size = current.stat().st_size if current else 0
    return shutil.disk_usage(link.parent).free, ROOM_FOR_AN_IMPORT * size


def _disk(link: Path) -> Finding:
    free, needed = room(link)
    facts = {"free_megabytes": free >> 20, "needed_megabytes": needed >> 20}
    return (problem if free < needed else well)(
        "disk", "no_room" if free < needed else "room", **facts
    )


def _previous(link: Path) -> Finding:
    current = published_path(link)
    kept = [path for path in version_files(link) if path != current]
    if not kept:
        return Finding("previous", Level.NOTE, "check.no_previous")
    return well("previous", "previous_kept", versions=len(kept))


def _modes(link: Path) -> Iterator[Finding]:
    """Yield a finding on whether other users of this machine may read the warehouse's files.

    The files contain records of persons. If the folder is closed to other users, they can read none
    of its files, whatever a file's mode. Two kinds of file are left out: the salt has a finding of
    its own, and a lock has no content.
    """
    if os.name != "posix" or not _mode(link.parent) & 0o077:
        yield well("modes", "modes_closed")
        return
    beside = [p for p in link.parent.iterdir() if p.name.startswith((link.name, f".{link.name}."))]
    holding = [p for p in beside if not p.is_symlink() and p.suffix not in (".lock", ".salt")]
    exposed = sorted(path.name for path in holding if _mode(path) & 0o077)
    if exposed:
        yield problem("modes", "files_exposed", files=", ".join(exposed))
    else:
        yield Finding("modes", Level.NOTE, "check.folder_exposed", {"folder": link.parent.name})


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
