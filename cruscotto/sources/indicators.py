"""Load regional indicators: our tidy table, and the SDMX-CSV of Eurostat and of Istat.

Publisher, page and licence: `catalogue.REGIONAL_INDICATORS`. Quirks: Eurostat writes its date as
`22/05/26 11:00:00`, and `:` for a missing figure. A file with labels has headers such as `geo:
Geopolitical entity (reporting)` and cells such as `ITC1: Piemonte`, or has a column of labels after
each column. Istat still uses the areas of NUTS 2006 and numbers for the sexes, and its files often
have no date. `sql/imports/indicators_tidy.sql` and `indicators_sdmx.sql` take records apart;
`sql/imports/indicators_judged.sql` decides scope, series and editions.
"""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
from sqlglot import exp

from cruscotto.config import SQL
from cruscotto.errors import EditionUnknown, EmptyFile, NothingUsable
from cruscotto.model.indicators import (
    DIMENSIONS,
    KNOWN_SERIES,
    SDMX_PARTS,
    TIDY_COLUMNS,
    Layout,
    identifier,
    layout_of,
)
from cruscotto.sources import catalogue
from cruscotto.sources.files.columns import near_columns
from cruscotto.sources.files.counting import number_of
from cruscotto.sources.files.reading import (
    broken_records,
    create_incoming,
    lines_of,
    one_line_ending,
    records_at,
)
from cruscotto.sources.files.tabular import (
    HEADER_LIMIT,
    TabularFile,
    canonical,
    inspect,
    require_columns,
)
from cruscotto.sources.indicator_values import dimensions_that_part, read_areas, read_values
from cruscotto.warehouse import ledger
from cruscotto.warehouse.file_report import FileReport, Refused

NAME = "indicators"
SEPARATORS = (",", ";", "\t", "|")
# How the ledger names the two fields that may be unreadable, by format.
FIELDS = {"tidy": ("value", "edition", "flag"), "sdmx": ("OBS_VALUE", "LAST UPDATE", "OBS_FLAG")}


def check(path: Path) -> TabularFile:
    """Check a file before the warehouse is opened; return its format, columns and checksum.

    Raises:
        CruscottoError: one of the file's faults, see `tabular.inspect` and `MissingColumns`.
    """
    file = inspect(path, separator(path))
    require_columns(file, _layout(file).missing, ())
    if file.kind == "parquet":  # a column without a name cannot be asked for there
        file = replace(file, columns=tuple(name for name in file.columns if name.strip()))
    return file


def separator(path: Path) -> str:
    """Return a file's separator: the one that splits its header into the most known columns."""
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_LIMIT).decode("utf-8-sig", errors="ignore")
    except OSError:  # `inspect` reports what is wrong
        return SEPARATORS[0]
    first = "".join(head.splitlines()[:1])
    return max(
        SEPARATORS, key=lambda mark: (len(_known_names(first.split(mark))), first.count(mark))
    )


def _known_names(header: list[str]) -> set[str]:
    known = {*TIDY_COLUMNS, *(name for names in SDMX_PARTS.values() for name in names)}
    return known & {identifier(canonical(name.strip('"'))) for name in header}


def _layout(file: TabularFile) -> Layout:
    return layout_of(tuple(map(canonical, file.columns)))


def load(con: duckdb.DuckDBPyConnection, file: TabularFile, edition: date | None) -> FileReport:
    """Load one file into the raw table; return the report on it that the ledger keeps.

    Args:
        con: a warehouse being edited.
        file: the result of `check`.
        edition: the edition's date, where the file's own date is wrong or absent.

    Raises:
        EditionUnknown: no date was given and the file has none that can be read.
        EmptyFile, NothingUsable, TruncatedFile: no record can be loaded, or the file is cut.
    """
    try:
        if file.ends_misread:
            raise duckdb.InvalidInputException
        return _load(con, file, edition)
    except duckdb.InvalidInputException:
        with one_line_ending(file) as copy:
            return _load(con, copy, edition)


def _load(con: duckdb.DuckDBPyConnection, file: TabularFile, edition: date | None) -> FileReport:
    layout = _layout(file)
    broken = _observe(con, file, layout)
    newest = edition or _newest_edition(con, file)
    if known := ledger.known_file(con, file.sha256, newest):
        return known
    _judge(con, edition, newest)
    report = _account(file, newest, layout)
    report.refused = [*broken, *_refused(con, file, broken)]
    _count(con, report, len(broken))
    _insert(con, report, layout)
    ledger.write(con, report)
    return report


def _sql(name: str) -> str:
    return (SQL / "imports" / f"{name}.sql").read_text("utf-8")


def _observe(con: duckdb.DuckDBPyConnection, file: TabularFile, layout: Layout) -> list[Refused]:
    """Create the view `observed`, one row per record; return records that cannot be split."""
    absent = tuple(part for part in layout.parts if part not in layout.names)
    # a CSV file is read by place, so its columns may have our names from the start
    source = file if file.kind == "parquet" else replace(file, columns=layout.names)
    renamed = dict(zip(map(canonical, source.columns), layout.names, strict=True))
    create_incoming(con, source, layout.names + absent, renamed)
    if layout.format == "sdmx":
        parting = dimensions_that_part(con, layout.dimensions)
        dimensions = exp.select("*", _dimensions(parting)).from_("incoming")
        con.execute(
            f"create or replace temp view incoming_dimensions as {dimensions.sql('duckdb')}"
        )
    con.execute(
        f"create or replace temp table observed_rows as {_sql(f'indicators_{layout.format}')}",
        {"absent_sex": "T" if "SEX" in absent else ""},
    )
    broken = broken_records(con, file)
    read_values(con, layout.format == "sdmx", file.decimal)
    read_areas(con)
    # insertion order is the file's: the place of a row in this table is its place in the file
    con.execute(
        "create or replace temp view observed as "
        "select rowid + 1 as row_number, * from observed_values"
    )
    if number_of(con, "select count(*) from observed") == 0 and not broken:
        raise EmptyFile(file=file.path.name)
    return broken


def _dimensions(names: tuple[str, ...]) -> exp.Expr:
    """Return the SQL expression of a record's dimensions as one text: `freq=A; unit=PC`."""
    cells: list[exp.Expr] = [
        exp.DPipe(
            this=exp.Literal.string(f"{name.lower()}="),
            expression=exp.func("nullif", _code(name), exp.Literal.string("")),
        )
        for name in sorted(names, key=str.lower)
    ]
    cells = cells or [exp.Literal.string("")]
    # the dialect matters: this one leaves out a cell that is null instead of losing them all
    text = exp.func("concat_ws", exp.Literal.string("; "), *cells, dialect="duckdb")
    return exp.alias_(text, DIMENSIONS, quoted=True)


def _code(name: str) -> exp.Expr:
    column = exp.column(name, quoted=True)
    return exp.func("trim", exp.func("split_part", column, exp.Literal.string(":"), "1"))


def _newest_edition(con: duckdb.DuckDBPyConnection, file: TabularFile) -> date:
    row = con.execute(
        f"select max(own_date), min(edition) from ({_sql('indicators_editions')}) as editions"
    ).fetchone()
    if not row or row[0] is None:
        raise EditionUnknown(file=file.path.name, found=(row and row[1]) or "–")
    return date.fromisoformat(str(row[0]))


def _judge(con: duckdb.DuckDBPyConnection, given: date | None, newest: date) -> None:
    con.execute(f"create or replace temp table editions as {_sql('indicators_editions')}")
    con.execute(
        "create or replace temp table known_series "
        "(dataflow varchar, dimensions varchar, indicator varchar, series varchar)"
    )
    con.executemany(
        "insert into known_series values (?, ?, ?, ?)",
        [
            [known.dataflow, dimensions, known.indicator, known.series]
            for known in KNOWN_SERIES
            for dimensions in known.dimensions()
        ],
    )
    con.execute(f"create or replace temp table series as {_sql('indicators_series')}")
    con.execute(
        f"create or replace temp table judged as {_sql('indicators_judged')}",
        {"given": given, "newest": newest},
    )


def _account(file: TabularFile, edition: date, layout: Layout) -> FileReport:
    source = catalogue.REGIONAL_INDICATORS
    unknown = set(layout.names) - set(layout.parts) if layout.format == "tidy" else set()
    return FileReport(
        file_id=f"{edition:%Y%m%d}-{file.sha256[:16]}",
        source=NAME,
        file_name=file.path.name,
        sha256=file.sha256,
        publisher=source.publisher,
        licence=source.licence,
        edition=edition,
        unknown_columns=tuple(sorted(unknown)),
        known_columns=tuple(sorted(set(layout.names) & set(layout.parts))),
        near_columns=near_columns(
            tuple(unknown), {n: () for n in layout.parts if n not in layout.names}
        ),
    )


def _refused(
    con: duckdb.DuckDBPyConnection, file: TabularFile, broken: list[Refused]
) -> list[Refused]:
    reasons: dict[int, str] = dict(
        con.execute(
            "select row_number, refused_reason from judged "
            "where refused_reason is not null order by row_number"
        ).fetchall()
    )
    if not reasons:
        return []
    width = len(file.columns)
    records = {place: fields[:width] for place, fields in records_at(con, reasons).items()}
    lines = lines_of(file, reasons, broken) if file.kind == "csv" else {}
    return [
        Refused(
            _line(lines.get(place), records[place]),
            reason,
            _written(records[place], file.delimiter),
        )
        for place, reason in reasons.items()
    ]


def _line(seen: tuple[int, list[str]] | None, fields: list[str]) -> int | None:
    """Return the line number in `seen` if the fields in `seen` begin with `fields`, else `None`.

    Python read the line in `seen`; the engine read `fields`.
    """
    return seen[0] if seen and seen[1][: len(fields)] == fields else None


def _written(fields: list[str], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(fields)
    return text.getvalue()


def _count(con: duckdb.DuckDBPyConnection, report: FileReport, broken: int) -> None:
    report.read = number_of(con, "select count(*) from observed_rows") + broken
    report.out_of_scope = dict(
        con.execute(
            "select out_of_scope_reason, count(*) from judged "
            "where out_of_scope_reason is not null group by 1"
        ).fetchall()
    )
    report.loaded = number_of(
        con,
        "select count(*) from judged where refused_reason is null and out_of_scope_reason is null",
    )
    if report.loaded == 0 and not report.out_of_scope:
        first = report.refused[0]
        raise NothingUsable(
            file=report.file_name, read=report.read, reason=first.reason, line=first.line_number
        )


def _insert(con: duckdb.DuckDBPyConnection, report: FileReport, layout: Layout) -> None:
    file_id = {"file_id": report.file_id}
    con.execute(f"insert into raw.indicators by name {_sql('indicators_loaded')}", file_id)
    value, edition, flag = FIELDS[layout.format]
    con.execute(
        f"insert into ledger.field_issue by name {_sql('indicators_field_issues')}",
        {**file_id, "value_column": value, "edition_column": edition, "flag_column": flag},
    )
    report.field_issues = number_of(
        con, "select count(*) from ledger.field_issue where file_id = $file_id", file_id
    )
