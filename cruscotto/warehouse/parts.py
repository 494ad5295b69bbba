"""Write a warehouse's tables as Parquet files, and check these files before a build reads them.

These Parquet files are a source: a folder with `raw/participations/part-00000.parquet`, … and
`manifest.json`, which states how many rows each part has. So a part that was lost or cut while
being copied is noticed before the build. A source never contains the salt; it contains its
fingerprint, in `ledger.salt`.
"""

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from cruscotto.model.literals import literal
from cruscotto.warehouse.build import prepare
from cruscotto.warehouse.errors import (
    FolderTaken,
    NoSource,
    PartDamaged,
    PartDiffers,
    PartMissing,
    TableMissing,
)
from cruscotto.warehouse.publish import BUILDING

MANIFEST = "manifest.json"
SOURCES = ("raw", "ledger")
PART_ROWS = 1_000_000
OWNER_ONLY = 0o700  # the rows of persons are in it


@dataclass(frozen=True)
class SourceTable:
    """A table of a source; its Parquet files were checked and are complete."""

    name: str
    files: tuple[Path, ...]
    columns: dict[str, str]


@cache
def contract() -> dict[str, dict[str, str]]:
    """Return the tables that a build reads, each with its columns and DuckDB types."""
    with duckdb.connect() as con:
        prepare(con)
        return {table: _columns(con, table) for table in _tables(con)}


def write_parts(con: duckdb.DuckDBPyConnection, folder: Path, part_rows: int = PART_ROWS) -> int:
    """Write a warehouse's raw, ledger and reference tables as a source; return the number of rows.

    Args:
        con: a connection to the warehouse that may write files.
        folder: the folder of the source; an earlier source in it is replaced.
        part_rows: the largest number of rows in one Parquet file.

    Raises:
        FolderTaken: the folder contains files and is no source.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise FolderTaken(folder=folder)
    aside = folder.with_name(f".{folder.name}.{time.time_ns()}{BUILDING}")
    aside.mkdir(parents=True, mode=OWNER_ONLY)
    try:
        manifest = {
            table: dict(_write_table(con, table, aside, part_rows)) for table in _tables(con)
        }
        (aside / MANIFEST).write_text(json.dumps({"tables": manifest}, indent=1) + "\n", "utf-8")
        _replace(folder, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return sum(rows for parts in manifest.values() for rows in parts.values())


def checked(folder: Path) -> list[SourceTable]:
    """Return the tables of a source, after checking each of its parts.

    Raises:
        NoSource: the folder has no manifest.
        TableMissing: the source lacks a table of `contract`.
        PartMissing: a part that the manifest lists is not there.
        PartDiffers: a part has other columns than its table.
        PartDamaged: a part cannot be read, or its number of rows differs from the manifest.
    """
    listed = _manifest(folder)
    with duckdb.connect() as con:
        return [
            _checked(con, folder, table, columns, listed) for table, columns in contract().items()
        ]


def _checked(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    table: str,
    columns: dict[str, str],
    listed: dict[str, dict[str, int]],
) -> SourceTable:
    if not listed.get(table):
        raise TableMissing(folder=folder, table=table)
    place = folder / table.replace(".", "/")
    files = tuple(place / part for part in listed[table])
    for file in files:
        _check_part(con, table, file, columns, listed[table][file.name])
    return SourceTable(table, files, columns)


def _check_part(
    con: duckdb.DuckDBPyConnection, table: str, file: Path, columns: dict[str, str], rows: int
) -> None:
    if not file.is_file():
        raise PartMissing(table=table, part=file.name)
    try:
        found = _columns(con, f"read_parquet({literal(file)})")
        count = con.execute(
            "select sum(num_rows) from parquet_file_metadata($file)", {"file": str(file)}
        ).fetchone()
    except duckdb.Error as error:
        raise PartDamaged(table=table, part=file.name, found=0, expected=rows) from error
    # a nought stands for what is not there, in every language
    for name in [*columns, *found]:
        if found.get(name) != columns.get(name):
            raise PartDiffers(
                table=table,
                part=file.name,
                column=name,
                found=found.get(name, "∅"),
                expected=columns.get(name, "∅"),
            )
    if count is None or count[0] != rows:
        raise PartDamaged(
            table=table, part=file.name, found=count[0] if count else 0, expected=rows
        )


def _manifest(folder: Path) -> dict[str, dict[str, int]]:
    try:
        content: dict[str, dict[str, dict[str, int]]] = json.loads(
            (folder / MANIFEST).read_text("utf-8")
        )
        return content["tables"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoSource(folder=folder) from error


def _write_table(
    con: duckdb.DuckDBPyConnection, table: str, folder: Path, part_rows: int
) -> Iterator[tuple[str, int]]:
    """Write one table in parts; yield (file name, number of rows) for each part.

    A part has at most `part_rows` rows. An empty table has one empty part.
    """
    place = folder / table.replace(".", "/")
    place.mkdir(parents=True)
    counted = con.execute(f"select count(*) from {table}").fetchone()
    rows = int(counted[0]) if counted else 0
    for number, start in enumerate(range(0, max(rows, 1), part_rows)):
        part = f"part-{number:05}.parquet"
        con.execute(
            f"copy (select * from {table} where rowid >= {start} and rowid < {start + part_rows}) "
            f"to {literal(place / part)} (format parquet)"
        )
        yield part, min(part_rows, rows - start)


def _replace(folder: Path, aside: Path) -> None:
    """Rename the folder `aside` to `folder`, and remove the folder that had this name before."""
    before = folder.with_name(f".{folder.name}.{time.time_ns()}.before")
    if folder.exists():
        folder.rename(before)
    aside.rename(folder)
    shutil.rmtree(before, ignore_errors=True)


def _tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    found = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where list_contains($schemas, schema_name) order by 1",
        {"schemas": list(SOURCES)},
    ).fetchall()
    return [name for (name,) in found]


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in con.execute(f"describe select * from {table}").fetchall()}
