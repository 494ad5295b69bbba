"""Triangles (tables) of amounts from exchange files, by year of start and by age in years.

The amounts are dated by the days of commitments, payments and claims, which only exchange files
have.
"""

import duckdb
import numpy as np
from sqlglot import exp

from cruscotto.change.triangles import Floats
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import column_sum, conditions
from cruscotto.kpi.registry.model import Kpi
from cruscotto.warehouse.reading import records


def dated_triangle(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, selection: Selection
) -> tuple[list[int], Floats]:
    """Return the years of start, and an array (years, ages) of cumulative amounts in euro.

    An age is a number of years since the year of start; ages still to come are NaN.

    Args:
        con: a read-only connection to the warehouse.
        kpi: an indicator of commitments, payments or certified expenditure.
        selection: the operations counted.
    """
    columns = ("year_code", "age")
    wanted, bound = conditions(selection, kpi=kpi)
    query = (
        exp.select(*columns, exp.alias_(column_sum(kpi.numerator), "amount"))
        .select(exp.alias_(exp.Max(this=exp.column("edition_date")), "day"))
        .from_(exp.Table(this=exp.to_identifier("dated_money"), db=exp.to_identifier("marts")))
        .where(wanted, exp.column("age").is_(exp.null()).not_())
        .group_by(*columns)
    )
    rows = records(con, query.sql("duckdb"), bound)
    if not rows:
        return [], np.zeros((0, 0))
    amounts = {(int(row["year_code"]), row["age"]): float(row["amount"] or 0) for row in rows}
    now = max(row["day"] for row in rows).year
    first = min(year for year, _ in amounts)
    # of a year in which nothing had come, nothing is known
    last = max((year for (year, _), amount in amounts.items() if amount), default=first)
    years = list(range(first, last + 1))
    triangle = np.full((len(years), now - first + 1), np.nan)
    for place, year in enumerate(years):
        steps = [amounts.get((year, age), 0.0) for age in range(now - year + 1)]
        triangle[place, : len(steps)] = np.cumsum(steps)
    return years, triangle
