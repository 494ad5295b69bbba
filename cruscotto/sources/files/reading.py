"""Make a file readable for the engine as the view `incoming`, and find its broken records."""

import csv
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from sqlglot import exp

from cruscotto.errors import TruncatedFile
from cruscotto.sources.errors import RecordsBroken, RecordsLost
from cruscotto.sources.files.scanning import CHUNK
from cruscotto.sources.files.tabular import TabularFile, canonical
from cruscotto.sources.values.numbers import OPEN
from cruscotto.warehouse.file_report import Refused

FRACTIONS = ("FLOAT", "DOUBLE")
# Broken records of the CSV reader land here, one row per fault.
REJECTS = "incoming_rejects"


def as_published(value: exp.Expr) -> exp.Expr:
    """Return an SQL expression unchanged; `create_incoming` uses this function by default."""
    return value


def create_incoming(
    con: duckdb.DuckDBPyConnection,
    file: TabularFile,
    columns: tuple[str, ...],
    renamed: dict[str, str],
    clean: Callable[[exp.Expr], exp.Expr] = as_published,
) -> tuple[str, ...]:
    """Create the view `incoming`: known columns of a file as text; a missing column is null.

    Args:
        con: a warehouse being edited.
        file: the file, as checked.
        columns: the canonical names of the known columns.
        renamed: the canonical name of a column, by its name in another edition.
        clean: changes the SQL expression of each value, for example to mask it.

    Returns:
        The columns of the file that are not known.
    """
    source = {renamed.get(canonical(name), canonical(name)): name for name in file.columns}
    types = _types(con, file) if file.kind == "parquet" else {}
    # hundreds of expressions that nobody else holds: to copy them took longer than to make them
    fields = [
        exp.alias_(clean(_as_text(source[name], types)), name, quoted=True, copy=False)
        if name in source
        else exp.alias_(exp.cast(exp.null(), "varchar"), name, quoted=True, copy=False)
        for name in columns
    ]
    query = exp.select(*fields, copy=False).from_(_scan(file), copy=False)
    con.execute(f"create or replace temp view incoming as {query.sql('duckdb', copy=False)}")
    _forget_rejects(con)
    return tuple(sorted(set(source) - set(columns) - {""}))


@contextmanager
def one_line_ending(file: TabularFile) -> Iterator[TabularFile]:
    """Yield a copy of a file in which all lines end alike; it exists within the `with` block.

    The engine cannot read a file with mixed line ends, such as two files joined. The copy has the
    same lines, so line numbers in the ledger are those of the file.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / file.path.name
        with (
            file.path.open(encoding="utf-8") as source,  # every ending is read as one
            copy.open("w", encoding="utf-8", newline="\n") as target,
        ):
            shutil.copyfileobj(source, target)
        yield replace(file, path=copy, ends_alike=True)


def _forget_rejects(con: duckdb.DuckDBPyConnection) -> None:
    """Empty the engine's table of rejected records, to which each reading of a file adds."""
    with suppress(duckdb.CatalogException):
        con.execute(f"delete from {REJECTS}")


def _types(con: duckdb.DuckDBPyConnection, file: TabularFile) -> dict[str, str]:
    """Return the type of each column of a Parquet file."""
    scan = exp.select("*").from_(_scan(file)).sql("duckdb")
    return {row[0]: row[1] for row in con.execute(f"describe {scan}").fetchall()}


def _as_text(name: str, types: dict[str, str]) -> exp.Expr:
    """Return the SQL expression that writes a column of any type as text.

    A whole number has no `.0`. `1.234` becomes `1.2340`, so that nobody reads it as thousands.

    Args:
        name: the column.
        types: the types of a Parquet file's columns; empty for a text file.
    """
    column = exp.column(name, quoted=True)
    kind = types.get(name)
    if kind is None:
        return column
    if kind not in FRACTIONS and not kind.startswith("DECIMAL"):
        return exp.cast(column, "varchar")
    written = column.sql("duckdb")
    # `1.234` of a typed column is no thousand: one nought more, and it reads in one way only
    return exp.maybe_parse(
        f"case when {written} = floor({written}) and abs({written}) < 1e15 "
        f"then cast(cast({written} as bigint) as varchar) "
        f"when isnan(cast({written} as double)) then null "
        f"when regexp_full_match(cast({written} as varchar), '{OPEN}') "
        f"then cast({written} as varchar) || '0' else cast({written} as varchar) end",
        dialect="duckdb",
    )


def as_one_name(path: Path) -> str:
    """Return a path escaped so that the engine does not read it as a pattern of file names."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def _scan(file: TabularFile) -> exp.Expr:
    path = exp.Literal.string(as_one_name(file.path))
    if file.kind == "parquet":
        return exp.Table(this=exp.Anonymous(this="read_parquet", expressions=[path]))
    pairs = [
        # columns are read by place; one without a name gets one, or the engine cannot be asked
        exp.PropertyEQ(
            this=exp.Literal.string(name or f"#{place}"), expression=exp.Literal.string("VARCHAR")
        )
        for place, name in enumerate(file.columns, start=1)
    ]
    options: dict[str, exp.Expr] = {
        "delim": exp.Literal.string(file.delimiter),
        "quote": exp.Literal.string('"'),
        "escape": exp.Literal.string('"'),
        "header": exp.true(),
        "compression": exp.Literal.string("none"),
        "auto_detect": exp.false(),
        "columns": exp.Struct(expressions=pairs),
        "store_rejects": exp.true(),
        "rejects_table": exp.Literal.string(REJECTS),
        "rejects_limit": exp.Literal.number(0),
        "strict_mode": exp.true(),
    }
    arguments = [exp.EQ(this=exp.to_identifier(k), expression=v) for k, v in options.items()]
    return exp.Table(this=exp.Anonymous(this="read_csv", expressions=[path, *arguments]))


def broken_records(con: duckdb.DuckDBPyConnection, file: TabularFile) -> list[Refused]:
    """Return the records that the engine could not split into fields, in the order of their lines.

    The caller must first have read all of the view `incoming`.

    Raises:
        TruncatedFile: the file ends within its last record.
    """
    if file.kind == "parquet":
        return []
    rows = con.execute(
        "select min(byte_position), any_value(csv_line), min(error_type) "
        f"from {REJECTS} group by line order by 1"
    ).fetchall()
    lines = _lines_at(file, [position for position, _, _ in rows])
    if rows and not file.ends_whole and _is_last(file, rows[-1][1]):
        raise TruncatedFile(file=file.path.name, line=lines[-1])
    return [
        Refused(line, _reason(kind), (text or "").strip("\r\n"))
        for line, (_, text, kind) in zip(lines, rows, strict=True)
    ]


def require_every_line(file: TabularFile, rows: int, broken: list[Refused]) -> None:
    """Raise an error where the engine did not read every line of a text file as part of a record.

    The number of lines is compared with the number of records first. Where they differ, as with
    line breaks inside quotes or with blank lines, Python's own CSV reader counts the records.

    Args:
        file: the text file.
        rows: the number of records that the engine read.
        broken: the records that the engine could not split into fields.

    Raises:
        RecordsBroken: there are broken records.
        RecordsLost: Python's reader finds another number of records.
    """
    if broken:
        first = broken[0]
        found = len(next(csv.reader([first.original_text], delimiter=file.delimiter), []))
        raise RecordsBroken(
            file=file.path.name,
            line=first.line_number,
            found=found,
            expected=len(file.columns),
            rows=len(broken),
        )
    if rows == file.lines - 1 or len(file.columns) == 1:
        return
    with file.path.open(encoding="utf-8-sig", newline="") as handle, suppress(csv.Error):
        reader = csv.reader(handle, delimiter=file.delimiter, strict=True)
        next(reader)
        records = sum(1 for fields in reader if fields)
        if records != rows:
            raise RecordsLost(file=file.path.name, rows=rows, records=records)


def lines_of_places(file: TabularFile, places: list[int]) -> dict[int, int]:
    """Return, by record number, the line at which each of some records begins.

    Records and lines are counted from one. Python's own CSV reader finds the lines, and stops at
    the last record asked for.
    """
    found = lines_of(file, places, [])
    return {place: line for place, (line, _) in found.items()}


def line_of(file: TabularFile, place: int) -> int:
    """Return the line at which a record begins; records are counted from one.

    If Python's CSV reader does not find the record, each record is taken to be one line.
    """
    found = lines_of(file, [place], [])
    return found[place][0] if place in found else place + 1


def _reason(kind: str) -> str:
    return {
        "MISSING COLUMNS": "too_few_fields",
        "TOO MANY COLUMNS": "too_many_fields",
        "UNQUOTED VALUE": "broken_quotes",
    }.get(kind, "unreadable_record")


def _is_last(file: TabularFile, text: str | None) -> bool:
    tail = (text or "").encode()[-200:]
    with file.path.open("rb") as handle:
        handle.seek(0, 2)
        handle.seek(max(0, handle.tell() - len(tail)))
        return handle.read() == tail


def _lines_at(file: TabularFile, positions: list[int]) -> list[int]:
    """Return the number of the line at each of some byte positions, which are in rising order."""
    lines, line, at = [], 1, 0
    with file.path.open("rb") as handle:
        for position in positions:
            while piece := handle.read(min(CHUNK, max(0, position - 1 - at))):
                line, at = line + _newlines(piece), at + len(piece)
            lines.append(line)
    return lines


def _newlines(chunk: bytes) -> int:
    return chunk.count(b"\n") or chunk.count(b"\r")


def records_at(con: duckdb.DuckDBPyConnection, places: Iterable[int]) -> dict[int, list[str]]:
    """Return the fields of some records of the view `incoming`, by record number (from one)."""
    wanted = sorted(set(places))
    rows = con.execute(
        "select * from (select row_number() over () as place, * from incoming) "
        "where list_contains($wanted, place)",
        {"wanted": wanted},
    ).fetchall()
    return {row[0]: ["" if value is None else str(value) for value in row[1:]] for row in rows}


def lines_of(
    file: TabularFile, places: Iterable[int], broken: list[Refused]
) -> dict[int, tuple[int, list[str]]]:
    """Return (line, fields) of some records by number, as Python's own CSV reader splits them.

    Only refused rows are looked up, so only files with refused rows are read again. A broken record
    may confuse Python's reader: the caller must use a record's line only if the engine reads the
    same fields.
    """
    wanted, skipped = set(places), {r.line_number for r in broken}
    found: dict[int, tuple[int, list[str]]] = {}
    with file.path.open(encoding="utf-8-sig", newline="") as handle, suppress(csv.Error):
        reader = csv.reader(handle, delimiter=file.delimiter)
        next(reader)
        place, line = 0, reader.line_num + 1
        for fields in reader:
            if fields and line not in skipped:
                place += 1
                if place in wanted:
                    found[place] = (line, fields)
                    if len(found) == len(wanted):
                        break
            line = reader.line_num + 1
    return found
