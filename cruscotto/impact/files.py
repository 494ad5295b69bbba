"""Read from a file the columns that an evaluation needs, as people or as cells.

Files are CSV (comma, semicolon or tab), Parquet or workbooks. `columns` decides how a column of
text is read. Large files are grouped into cells of people, which give the same results; see
`evaluation`.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from cruscotto.config import settings
from cruscotto.errors import EmptyFile
from cruscotto.evaluation import Cells
from cruscotto.evaluation.data.columns import Table
from cruscotto.evaluation.data.reading import Averaged, CellPlan
from cruscotto.evaluation.errors import ColumnNotFound, ValuesMissing
from cruscotto.impact.columns import TextColumns, create_texts, create_typed
from cruscotto.sources.contracts.columns import quoted
from cruscotto.sources.contracts.reading import explained
from cruscotto.sources.files.copies import as_read
from cruscotto.sources.files.reading import one_line_ending
from cruscotto.sources.files.tabular import TabularFile, delimiter_of, inspect
from cruscotto.sources.values.numbers import Mark

# From so many rows on, people who are alike are counted instead of read.
MANY = 100_000
COUNT = "cell@count"
KNOWN = "outcome@known"


@dataclass(frozen=True)
class Reading:
    """Columns of a file, ready to be queried.

    Attributes:
        con: the connection with the view `chosen`.
        rows: number of rows in the file.
        kept: number of rows to use: those with a value in each needed column. Only the outcome may
            be empty, and only with `drop_missing` of `opened`.
        unknown: number of kept rows whose outcome is empty.
        empty: for each column, the number of rows without a value, whether kept or not.
    """

    con: duckdb.DuckDBPyConnection
    rows: int
    kept: int
    unknown: int = 0
    empty: Mapping[str, int] = field(default_factory=dict)

    @property
    def dropped(self) -> int:
        """Return the number of rows not used in the estimate because a value is missing."""
        return self.rows - self.kept + self.unknown

    def people(self) -> dict[str, Any]:
        """Return the kept rows, one per person, as an array per column."""
        return dict(self.con.execute("select * from chosen").fetchnumpy())

    def levels(self, name: str) -> dict[str, int]:
        """Return the distinct values of a column as text, sorted, each with its number of rows."""
        found = self.con.execute(
            f"select {quoted(name)} as level, count(*) as n from chosen group by all order by all"
        ).fetchnumpy()
        levels = Table(dict(found)).levels("level")
        return dict(zip(levels.tolist(), found["n"].tolist(), strict=True))

    def cells(self, plan: CellPlan, by: str | None = None) -> Cells:
        """Return the kept rows grouped into cells of people.

        A cell has the people with the same values in the columns that a design reads and, if `by`
        is given, in that column. It has their number, and the mean and mean square of each outcome.
        """
        keys = ", ".join(map(quoted, dict.fromkeys((*plan.keys, *((by,) if by else ())))))
        moments = {one.name: (f"{one.name}@mean", f"{one.name}@square") for one in plan.outcomes}
        averages = [_average(one, *moments[one.name]) for one in plan.outcomes]
        parts = ", ".join([keys, f"count(*) as {quoted(COUNT)}", *averages])
        found = self.con.execute(f"select {parts} from chosen group by {keys}").fetchnumpy()
        return Cells(columns=dict(found), count=COUNT, moments=moments)


@contextmanager
def opened(
    path: Path,
    columns: tuple[str, ...],
    may_be_empty: tuple[str, ...] = (),
    drop_missing: bool = False,
    outcome: str | None = None,
    labels: tuple[str, ...] = (),
    decimal: Mark | None = None,
    sheet: str | None = None,
) -> Iterator[Reading]:
    """Open a file for reading the needed columns.

    Args:
        path: CSV, Parquet or a workbook.
        columns: the columns to read.
        may_be_empty: columns in which an empty value has a meaning.
        drop_missing: whether rows with an empty value are left out; otherwise such a row is an
            error.
        labels: columns that name groups or periods, even if their values are numbers.
        decimal: the decimal sign for columns whose values do not decide it.
        sheet: the sheet of a workbook; when left out, the first sheet with the columns.
        outcome: column of the outcome. With `drop_missing`, rows without an outcome are kept and
            flagged in the column `KNOWN`, so that they can be counted.

    Raises:
        CruscottoError: the file cannot be read, lacks a column, has empty values, or has a column
            of numbers in which a value is not a number.
    """
    with ExitStack() as stack:
        path = as_read(path, columns, sheet, stack)
        lost = outcome if drop_missing else None
        known = (labels, decimal)
        yield stack.enter_context(
            _opened(path, columns, may_be_empty, drop_missing=drop_missing, lost=lost, known=known)
        )


@contextmanager
def _opened(
    path: Path,
    columns: tuple[str, ...],
    may_be_empty: tuple[str, ...],
    *,
    drop_missing: bool,
    lost: str | None,
    known: tuple[tuple[str, ...], Mark | None],
) -> Iterator[Reading]:
    file = inspect(path, delimiter_of(path, columns))
    _require(file, columns)
    config: dict[str, Any] = {
        "threads": settings().threads,
        "memory_limit": settings().memory_limit,
    }
    alike = nullcontext(file) if file.ends_alike else one_line_ending(file)
    with alike as whole, duckdb.connect(config=config) as con, explained(file):
        create_texts(con, whole, columns)
        create_typed(con, TextColumns(whole, *known))
        needed = [name for name in columns if name not in may_be_empty]
        rows, empty = _count_empty(con, needed)
        if not rows:
            raise EmptyFile(file=path.name)
        first = next((name for name in needed if empty[name]), None)
        if first and not drop_missing:
            raise ValuesMissing(column=first, rows=empty[first], of=rows)
        chosen = _create_chosen(con, needed, lost)
        yield Reading(con, rows, *chosen, empty)


def _average(one: Averaged, mean: str, square: str) -> str:
    less = f" - {quoted(one.subtract)}" if one.subtract else ""
    value = f"cast({quoted(one.column)}{less} as double)"
    return f"avg({value}) as {quoted(mean)}, avg({value} * {value}) as {quoted(square)}"


def _require(file: TabularFile, columns: tuple[str, ...]) -> None:
    known = [name.removeprefix("\ufeff").strip() for name in file.columns]
    for name in columns:
        if name not in known:
            similar = get_close_matches(name, known, n=3) or known[:5]
            raise ColumnNotFound(column=name, similar=", ".join(similar))


def _count_empty(con: duckdb.DuckDBPyConnection, names: list[str]) -> tuple[int, dict[str, int]]:
    counts = ", ".join(f"count(*) - count({quoted(name)})" for name in names)
    rows, *empty = con.execute(f"select count(*), {counts} from typed").fetchone() or (0,)
    return rows, dict(zip(names, empty, strict=True))


def _create_chosen(
    con: duckdb.DuckDBPyConnection, needed: list[str], lost: str | None
) -> tuple[int, int]:
    """Create the view `chosen` of the rows to use.

    Return how many rows it has, and how many of these lack an outcome.

    Args:
        con: the connection with the table `typed`.
        needed: columns; rows without a value in one of them are left out.
        lost: the column of the outcome, if rows without an outcome are kept.
    """
    tests = [f"{quoted(name)} is not null" for name in needed if name != lost]
    known = f"cast({quoted(lost)} is not null as tinyint)" if lost else "1"
    con.execute(
        f"create view chosen as select *, {known} as {quoted(KNOWN)} from typed "
        f"where {' and '.join(tests) or 'true'}"
    )
    counts = f"select count(*), count(*) filter (where {quoted(KNOWN)} = 0) from chosen"
    kept, unknown = con.execute(counts).fetchone() or (0, 0)
    return int(kept), int(unknown)
