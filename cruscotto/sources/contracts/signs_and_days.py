"""Decide from all values of a column its decimal sign, and whether its days are doubtful.

A day is doubtful where the month may stand before the day.
"""

from dataclasses import replace

import duckdb

from cruscotto.model.fields import Kind
from cruscotto.sources.contracts.columns import NUMBERS, Column, quoted
from cruscotto.sources.values.dates import may_month_first_sql, month_first_sql
from cruscotto.sources.values.numbers import (
    SIGNS,
    Evidence,
    Mark,
    cleaned_sql,
    evidence_sql,
    infers_thousands_sql,
    is_bare_sql,
)

MONTH_FIRST = "month first"
INFERRED_THOUSANDS = "inferred_thousands"
PERHAPS_MONTH_FIRST = "perhaps_month_first"


def looked_at(
    con: duckdb.DuckDBPyConnection, columns: tuple[Column, ...], decimal: Mark | None = None
) -> tuple[Column, ...]:
    """Return copies of a file's columns: numbers with their decimal sign, days with any doubt.

    All values of a column decide. A first pass over the file finds the columns that need a
    decision; usually they are few. A column of numbers gets a doubt, too, if its thousands are only
    inferred (see `infers_thousands`).

    Args:
        con: a warehouse being edited, with `records`.
        columns: the fields as the file has them.
        decimal: the decimal sign for columns whose values do not decide it.
    """
    columns = tuple(
        replace(column, mark=Mark.POINT) if column.field.has_point else column for column in columns
    )
    texts = [column for column in columns if column.type == "VARCHAR" and _has_ways(column)]
    if not texts:
        return columns
    asked = ", ".join(_asked(column) for column in texts)
    row = con.execute(f"select {asked} from records").fetchone() or ()
    answers = dict(zip((column.field.name for column in texts), row, strict=True))
    return tuple(
        _decided(con, column, decimal, answer)
        if (answer := answers.get(column.field.name))
        else column
        for column in columns
    )


def _has_ways(column: Column) -> bool:
    return column.field.kind in (*NUMBERS, Kind.DATE)


def _asked(column: Column) -> str:
    """Return the SQL aggregate that finds out whether some values of a column may be ambiguous.

    For numbers the result is true if some value is not a whole number in digits, else false. For
    days the result is the reason to doubt them, or null if there is none.
    """
    text = f"trim({quoted(column.field.name)})"
    if column.field.kind is Kind.DATE:
        may = may_month_first_sql(text, column.field.is_month)
        return (
            f"case when {month_first_sql(text)} then '{MONTH_FIRST}' "
            f"when {may} then '{PERHAPS_MONTH_FIRST}' end"
        )
    return f"coalesce(bool_or(not regexp_full_match({text}, '[-+]?[0-9]*')), false)"


def _decided(
    con: duckdb.DuckDBPyConnection, column: Column, decimal: Mark | None, answer: str | bool
) -> Column:
    if column.field.kind is Kind.DATE:
        # a month in doubt would move all that is counted from it: such a day is not read
        if answer == MONTH_FIRST or column.field.is_month:
            return replace(column, is_doubtful=True)
        return replace(column, doubt=PERHAPS_MONTH_FIRST)
    cleaned = f"(select t, {cleaned_sql('t')} as c from (select {column.text} as t from records))"
    odd, *counts = con.execute(
        f"select coalesce(bool_or(not {is_bare_sql('t')}), false), {evidence_sql('c')} "
        f"from {cleaned}"
    ).fetchone() or (False, 0, 0, 0)
    found = Evidence(*counts)
    # a spreadsheet may have saved the publisher's points anew, as commas
    is_published = column.field.has_point and not found.comma
    mark = column.mark if is_published else found.mark_or(decimal)
    column = replace(column, is_bare=not odd, mark=mark)
    if is_published or not found.open or found.mark not in SIGNS:
        return column
    (is_inferred,) = con.execute(
        f"select {infers_thousands_sql('c', mark)} from {cleaned}"
    ).fetchone() or (False,)
    return replace(column, doubt=INFERRED_THOUSANDS) if is_inferred else column
