"""Find columns of shares, which go from 0 to 1, that a file has as percentages."""

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
    """Return the columns of a file, with what their values decide about how they are read.

    The values decide the decimal sign or the doubt about days, as for `looked_at`. They also decide
    whether a column of shares has percentages: it does if a value is above 1 or has a `%`. Only the
    zeros of such a column are read.
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
