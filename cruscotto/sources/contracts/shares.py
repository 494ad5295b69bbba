"""Find the columns of shares in which a file has percentages instead of numbers from 0 to 1."""

from collections.abc import Iterable
from dataclasses import replace

import duckdb

from cruscotto.model.fields import Kind
from cruscotto.sources.contracts.columns import Column, quoted
from cruscotto.sources.contracts.refusal_rules import typed_query
from cruscotto.sources.contracts.signs_and_days import looked_at
from cruscotto.sources.files.counting import only_row
from cruscotto.sources.values.numbers import Mark

HIGHEST = 100


def decided(
    con: duckdb.DuckDBPyConnection, columns: Iterable[Column], decimal: Mark | None = None
) -> tuple[Column, ...]:
    """Return copies of a file's columns that state how to read the values of each column.

    All values of a column decide how it is read. `looked_at` decides the decimal sign, or the doubt
    about days. Then `is_percent` is set for a column of shares if a value is above 1 or has a `%`:
    of such a column only the zeros are read, since `1` may be 1 % or 100 %.

    Args:
        con: a warehouse being edited, with `records`.
        columns: the fields as the file has them.
        decimal: the decimal sign for columns whose values do not decide it.
    """
    return tuple(_weighed(con, column) for column in looked_at(con, tuple(columns), decimal))


def _weighed(con: duckdb.DuckDBPyConnection, column: Column) -> Column:
    field = column.field
    is_share = field.kind is Kind.DECIMAL and (field.low, field.high) == (0, 1)
    if column.type is None or not is_share:
        return column
    wider = replace(column, field=field.model_copy(update={"high": HIGHEST}))
    name, values = quoted(field.name), typed_query([wider])
    is_percent = f"{name} > 1 or contains({quoted(field.name + '_text')}, '%')"
    (found,) = only_row(con, f"select coalesce(bool_or({is_percent}), false) from ({values})")
    return replace(column, is_percent=bool(found))
