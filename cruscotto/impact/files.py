"""Read the columns of a CSV or Parquet file that an evaluation needs, as people or as cells.

CSV with comma, semicolon or tab, decimal comma or point: a column is numeric when every value in
it is. Large files are grouped by the engine (`cells`), which loses nothing; see `evaluation`.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
from cruscotto.model.fields import FALSE_WORDS, TRUE_WORDS
from cruscotto.sources.contracts.reading import explained
from cruscotto.sources.contracts.sql import FLOATS, literal, quoted
from cruscotto.sources.files.reading import as_one_name
from cruscotto.sources.files.tabular import HEADER_LIMIT, TabularFile, inspect

DELIMITERS = (",", ";", "\t")
NUMBER = "[-+]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][-+]?[0-9]+)?"
NO_VALUE = ("", "nan", "na", "null", "none")
# From so many rows on, people who are alike are counted instead of read.
MANY = 100_000
COUNT = "cell@count"


@dataclass(frozen=True)
class Reading:
    """Columns of a file, ready to be asked for.

    Attributes:
        con: where the view `chosen` stands.
        rows: in the file.
        kept: rows without an empty value in the columns needed.
    """

    con: duckdb.DuckDBPyConnection
    rows: int
    kept: int

    @property
    def dropped(self) -> int:
        """Rows left out because a value was missing."""
        return self.rows - self.kept

    def people(self) -> dict[str, Any]:
        """Return one row per person."""
        return dict(self.con.execute("select * from chosen").fetchnumpy())

    def levels(self, name: str) -> list[str]:
        """Return the distinct values of a column as text, in their order."""
        found = self.con.execute(f"select distinct {quoted(name)} as level from chosen")
        return list(Table(dict(found.fetchnumpy())).coded("level")[1])

    def cells(self, plan: CellPlan, by: str | None = None) -> Cells:
        """Return people grouped by all that a design reads, with the moments of outcomes."""
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
) -> Iterator[Reading]:
    """Open a file on the columns needed.

    Args:
        path: CSV or Parquet.
        columns: to be read.
        may_be_empty: those in which an empty value is no fault.
        drop_missing: leave out rows with an empty value instead of refusing the file.

    Raises:
        CruscottoError: the file cannot be read, lacks a column, or has empty values.
    """
    delimiter = _delimiter(path, columns)
    file = inspect(path, delimiter)
    _require(file, columns)
    config: dict[str, Any] = {
        "threads": settings().threads,
        "memory_limit": settings().memory_limit,
    }
    with duckdb.connect(config=config) as con, explained(file):
        _create_source(con, file, delimiter, columns)
        needed = [name for name in columns if name not in may_be_empty]
        rows, empty = _count_empty(con, needed)
        if not rows:
            raise EmptyFile(file=path.name)
        first = next((name for name in needed if empty[name]), None)
        if first and not drop_missing:
            raise ValuesMissing(column=first, rows=empty[first], of=rows)
        yield Reading(con, rows, _create_chosen(con, needed))


def _average(one: Averaged, mean: str, square: str) -> str:
    less = f" - {quoted(one.subtract)}" if one.subtract else ""
    value = f"cast({quoted(one.column)}{less} as double)"
    return f"avg({value}) as {quoted(mean)}, avg({value} * {value}) as {quoted(square)}"


def _delimiter(path: Path, columns: tuple[str, ...]) -> str:
    """Return the delimiter under which the header names most of the columns needed."""
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_LIMIT).decode("utf-8-sig", errors="ignore")
    except OSError:
        return DELIMITERS[0]  # `inspect` says what is wrong with the path
    return max(DELIMITERS, key=lambda one: len(_header(head, one) & set(columns)))


def _header(head: str, delimiter: str) -> set[str]:
    try:
        return set(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), []))
    except csv.Error:
        return set()


def _require(file: TabularFile, columns: tuple[str, ...]) -> None:
    known = [name.removeprefix("\ufeff") for name in file.columns]
    for name in columns:
        if name not in known:
            similar = get_close_matches(name, known, n=3) or known[:5]
            raise ColumnNotFound(column=name, similar=", ".join(similar))


def _create_source(
    con: duckdb.DuckDBPyConnection, file: TabularFile, delimiter: str, columns: tuple[str, ...]
) -> None:
    """Create `typed`: the columns needed, as numbers where all their values are."""
    names = ", ".join(map(quoted, columns))
    path = literal(as_one_name(file.path))
    if file.kind == "parquet":
        con.execute(f"create view texts as select {names} from read_parquet({path})")
    else:
        con.execute(
            f"create table texts as select {names} from read_csv({path}, delim = $delimiter, "
            "header = true, all_varchar = true, quote = '\"', escape = '\"')",
            {"delimiter": delimiter},
        )
    con.execute(f"create view typed as select {', '.join(_typed_columns(con))} from texts")


def _typed_columns(con: duckdb.DuckDBPyConnection) -> list[str]:
    described = con.execute("describe texts").fetchall()
    kinds = {name: kind for name, kind, *_ in described}
    texts = [name for name, kind in kinds.items() if kind == "VARCHAR"]
    numeric, flags = _numeric(con, texts)
    return [
        f"{_typed(name, kinds[name], name in numeric, name in flags)} as {quoted(name)}"
        for name in kinds
    ]


def _typed(name: str, kind: str, is_numeric: bool, is_flag: bool) -> str:
    column = quoted(name)
    if kind in FLOATS:
        return f"case when not isnan({column}) then {column} end"
    if kind.startswith("DECIMAL") or kind == "HUGEINT":
        return f"cast({column} as double)"
    if is_numeric:
        return f"try_cast(replace({_known(column)}, ',', '.') as double)"
    if is_flag:
        words = ", ".join(map(literal, TRUE_WORDS))
        return f"cast(lower({_known(column)}) in ({words}) as tinyint)"
    return _known(column) if kind == "VARCHAR" else column


def _numeric(con: duckdb.DuckDBPyConnection, names: list[str]) -> tuple[set[str], set[str]]:
    """Return which text columns hold numbers only, and which hold true and false only."""
    if not names:
        return set(), set()
    words = ", ".join(map(literal, (*TRUE_WORDS, *FALSE_WORDS)))
    tests = [
        f"coalesce(bool_and(regexp_full_match({value}, {literal(NUMBER)})), false), "
        f"coalesce(bool_and(lower({value}) in ({words})), false)"
        for value in (_known(quoted(name)) for name in names)
    ]
    found = con.execute(f"select {', '.join(tests)} from texts").fetchone() or ()
    numeric = {name for name, holds in zip(names, found[::2], strict=True) if holds}
    return numeric, {n for n, holds in zip(names, found[1::2], strict=True) if holds} - numeric


def _known(column: str) -> str:
    nothing = ", ".join(map(literal, NO_VALUE))
    return f"case when lower(trim({column})) not in ({nothing}) then trim({column}) end"


def _count_empty(con: duckdb.DuckDBPyConnection, names: list[str]) -> tuple[int, dict[str, int]]:
    counts = ", ".join(f"count(*) - count({quoted(name)})" for name in names)
    rows, *empty = con.execute(f"select count(*), {counts} from typed").fetchone() or (0,)
    return rows, dict(zip(names, empty, strict=True))


def _create_chosen(con: duckdb.DuckDBPyConnection, needed: list[str]) -> int:
    whole = " and ".join(f"{quoted(name)} is not null" for name in needed)
    con.execute(f"create view chosen as select * from typed where {whole}")
    (kept,) = con.execute("select count(*) from chosen").fetchone() or (0,)
    return int(kept)
