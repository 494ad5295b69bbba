"""Decide whether a column of a file is numbers, flags or labels, from all of its values.

A column of text is read as numbers if all of its values are numbers. The decimal sign is decided
for the whole column (`sources.values.numbers`). If a column cannot be decided, an error names the
first value at fault and its line. An error is raised too if the numbers of rows and lines of the
file do not agree.
"""

from dataclasses import dataclass

import duckdb

from cruscotto.evaluation.errors import DecimalUndecided, NumbersAndText
from cruscotto.model.fields import FALSE_WORDS, TRUE_WORDS
from cruscotto.model.literals import literal
from cruscotto.sources.contracts.columns import FLOATS, quoted
from cruscotto.sources.files.reading import (
    as_one_name,
    broken_records,
    create_incoming,
    line_of,
    require_every_line,
)
from cruscotto.sources.files.tabular import TabularFile, canonical
from cruscotto.sources.values.numbers import (
    MARKS_OF_NOTHING,
    NO_VALUE,
    OPEN,
    Evidence,
    Mark,
    cleaned_sql,
    evidence_sql,
    is_bare_sql,
    number_sql,
)

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class TextColumns:
    """A file, and options for the reading of its columns.

    Attributes:
        file: the file.
        labels: columns that name groups or periods, even if their values are numbers.
        decimal: the decimal sign for columns whose values do not decide it.
    """

    file: TabularFile
    labels: tuple[str, ...] = ()
    decimal: Mark | None = None


@dataclass(frozen=True)
class Column:
    """A column of text, and counts of its values by kind.

    Attributes:
        clean: the SQL expression of the values without currency signs and blanks, so that they can
            be read as numbers.
        values: how many values there are.
        flags: how many values are true or false.
        evidence: counts of values that show what the decimal sign is.
    """

    name: str
    clean: str
    values: int
    flags: int
    evidence: Evidence


def create_texts(con: Connection, file: TabularFile, columns: tuple[str, ...]) -> None:
    """Create the table or view `texts`, with the needed columns as text.

    Raises:
        RecordsBroken: a line has more or fewer fields than the header.
    """
    if file.kind == "parquet":
        names = ", ".join(map(quoted, columns))
        path = literal(as_one_name(file.path))
        con.execute(f"create view texts as select {names} from read_parquet({path})")
        return
    wanted = tuple(canonical(name) for name in columns)
    create_incoming(con, file, wanted, {})
    names = ", ".join(
        f"{quoted(own)} as {quoted(name)}" for own, name in zip(wanted, columns, strict=True)
    )
    con.execute(f"create table texts as select {names} from incoming")
    broken = broken_records(con, file)
    rows = con.execute("select count(*) from texts").fetchone() or (0,)
    require_every_line(file, int(rows[0]), broken)


def create_typed(con: Connection, known: TextColumns) -> None:
    """Create the table `typed`: numbers where all values are numbers, flags as 0 and 1, else text.

    Raises:
        DecimalUndecided: the values of a column of numbers do not show the decimal sign.
        NumbersAndText: most values of a column are numbers, and at least one is text.
    """
    described = con.execute("describe texts").fetchall()
    kinds = {name: kind for name, kind, *_ in described}
    # each step stands in a table of its own: one inside the other, the engine worked them out again
    # for every column, and ran out of memory on ten
    _create_known(con, kinds)
    parts = [
        f"{_typed_text(con, _looked_at(con, name), known) if _is_text(kind) else quoted(name)} "
        f"as {quoted(name)}"
        for name, kind in kinds.items()
    ]
    con.execute(f"create table typed as select {', '.join(parts)} from known order by rowid")


def _is_text(kind: str) -> bool:
    return kind == "VARCHAR" or kind.startswith("ENUM")


def _create_known(con: Connection, kinds: dict[str, str]) -> None:
    """Create the table `known`: the texts without blanks at the ends, null where missing."""
    parts = [
        f"{_known_text(con, name) if _is_text(kind) else _typed_value(name, kind)} "
        f"as {quoted(name)}"
        for name, kind in kinds.items()
    ]
    con.execute(f"create table known as select {', '.join(parts)} from texts")


def _typed_value(name: str, kind: str) -> str:
    column = quoted(name)
    if kind in FLOATS:
        return f"case when not isnan({column}) then {column} end"
    if kind.startswith("DECIMAL") or kind == "HUGEINT":
        return f"cast({column} as double)"
    return column


def _known_text(con: Connection, name: str) -> str:
    """Return the SQL expression of a column's text, null if a value is missing.

    If all values are two-letter codes, `NA` is Napoli, not a missing value.
    """
    column = f"trim(cast({quoted(name)} as varchar))"
    (are_signs,) = con.execute(
        f"select coalesce(bool_and({column} = '' or regexp_full_match({column}, '[A-Za-z]{{2}}')), "
        "false) from texts"
    ).fetchone() or (False,)
    nothing = ", ".join(map(literal, MARKS_OF_NOTHING if are_signs else NO_VALUE))
    return f"case when lower({column}) not in ({nothing}) then {column} end"


def _looked_at(con: Connection, name: str) -> Column:
    """Count the values of a column of text by kind."""
    value = quoted(name)
    words = ", ".join(map(literal, (*TRUE_WORDS, *FALSE_WORDS)))
    values, flags, bare = con.execute(
        f"select count({value}), count(*) filter (lower({value}) in ({words})), "
        f"count(*) filter ({is_bare_sql(value)}) from known"
    ).fetchone() or (0, 0, 0)
    clean = value if bare == values else cleaned_sql(value)
    counts = con.execute(
        f"select {evidence_sql('clean')} from (select {clean} as clean from known)"
    ).fetchone() or (0, 0, 0)
    return Column(name, clean, values, flags, Evidence(*counts))


def _typed_text(con: Connection, one: Column, known: TextColumns) -> str:
    """Return the SQL expression of a text column as numbers, flags or labels."""
    mark = known.decimal or one.evidence.mark
    number = number_sql(one.clean, mark)
    (numbers,) = con.execute(f"select count({number}) from known").fetchone() or (0,)
    if one.values and numbers == one.values:
        return f"cast({number} as double)"
    if one.values and one.flags == one.values:
        words = ", ".join(map(literal, TRUE_WORDS))
        return f"cast(lower({quoted(one.name)}) in ({words}) as tinyint)"
    if one.name not in known.labels:
        _require_numbers(con, one, known, number, numbers)
    return quoted(one.name)


def _require_numbers(
    con: Connection, one: Column, known: TextColumns, number: str, numbers: int
) -> None:
    """Raise an error if most values of a column are numbers, but not all values can be read.

    A value cannot be read if it is text, or if its decimal sign is undecided.
    """
    doubtful = one.evidence.open if known.decimal is None and one.evidence.is_undecided else 0
    if doubtful and numbers + doubtful == one.values:
        is_open = f"regexp_full_match({one.clean}, {literal(OPEN)})"
        text, line = _first(con, one, known, is_open)
        raise DecimalUndecided(column=one.name, value=text, line=line, rows=doubtful)
    if 2 * (numbers + doubtful) > one.values:
        unread = f"{quoted(one.name)} is not null and {number} is null"
        text, line = _first(con, one, known, unread)
        raise NumbersAndText(column=one.name, value=text, line=line, numbers=numbers)


def _first(con: Connection, one: Column, known: TextColumns, test: str) -> tuple[str, int | str]:
    """Return a column's value in the first row that passes an SQL test, and the line in the file.

    For Parquet, which has no lines, the number of the row is returned.
    """
    place, text = con.execute(
        f"select rowid + 1, {quoted(one.name)} from known where {test} order by rowid limit 1"
    ).fetchone() or (1, "")
    if known.file.kind == "parquet":
        return str(text), f"{place} (Parquet)"
    return str(text), line_of(known.file, int(place))
