"""Search, sort and page the list of operations behind the figures; read single operations."""

from typing import Any

import duckdb
from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.errors import UnknownName
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import conditions
from cruscotto.warehouse.reading import ask, records

# Columns a list may be sorted by; the code breaks ties, so that pages never overlap.
SORTABLE = (
    "operation_code",
    "title",
    "programme_name",
    "region_names",
    "status_code",
    "start_date",
    "planned_end_date",
    "actual_end_date",
    "delay_days",
    "public_funding_eur",
    "commitments_eur",
    "payments_eur",
    "beneficiary_name",
)

# Where a search looks.
SEARCHED = ("operation_code", "cup", "title", "beneficiary_name", "call_name", "programme_name")


def count(con: duckdb.DuckDBPyConnection, selection: Selection, search: str = "") -> int:
    """Return how many current operations match a selection and a search."""
    query, params = _found(selection, search)
    rows = records(con, query.select("count(*) as n").sql("duckdb"), params)
    return int(rows[0]["n"])


def page(
    con: duckdb.DuckDBPyConnection,
    selection: Selection,
    search: str = "",
    sort: str = "public_funding_eur",
    descending: bool = True,
    offset: int = 0,
    limit: int = 25,
) -> list[dict[str, Any]]:
    """Return one page of the list of current operations, a dictionary per operation.

    Amounts are those of the whole operation, even where the selection covers only some of its
    regions.

    Args:
        con: a read-only connection to the warehouse.
        selection: the operations wanted.
        search: words that must all occur in an operation's codes, title or names; only the first
            eight words count.
        sort: the column to sort by, one of `SORTABLE`.
        descending: whether the highest value comes first.
        offset: how many operations to skip.
        limit: the largest number of operations to return.

    Raises:
        UnknownName: `sort` is not a column of the list.
    """
    if sort not in SORTABLE:
        raise UnknownName(kind="column", name=sort, similar=[], known=list(SORTABLE))
    query, params = _found(selection, search)
    order = exp.Ordered(
        this=exp.column(sort, "operation", quoted=True), desc=descending, nulls_first=False
    )
    tie = exp.column("operation_code", "operation", quoted=True)
    query = query.select("operation.*").order_by(order, tie).limit(limit).offset(offset)
    return records(con, query.sql("duckdb"), params)


def detail(con: duckdb.DuckDBPyConnection, operation_code: str) -> dict[str, Any] | None:
    """Return a current operation, with its parts by region, fund and axis; `None` if unknown."""
    code = {"code": operation_code}
    found = records(con, "select * from marts.operation where operation_code = $code", code)
    if not found:
        return None
    found[0]["parts"] = ask(con, "operation_parts", code)
    return found[0]


def _found(selection: Selection, search: str) -> tuple[Select, dict[str, Any]]:
    condition, params = conditions(selection, "s")
    inside = (
        exp.select("s.operation_id")
        .from_(exp.alias_(exp.to_table("marts.operation_share"), "s", table=True))
        .where(condition)
    )
    query = exp.select().from_(exp.to_table("marts.operation"))
    query = query.where(exp.column("operation_id", "operation").isin(query=inside))
    for number, word in enumerate(search.split()[:8]):
        params[f"word_{number}"] = f"%{_escaped(word)}%"
        query = query.where(exp.or_(*(_like(column, number) for column in SEARCHED)))
    return query, params


def _like(column: str, number: int) -> exp.Expr:
    like = exp.ILike(
        this=exp.column(column, "operation"), expression=exp.Placeholder(this=f"word_{number}")
    )
    return exp.Escape(this=like, expression=exp.Literal.string("\\"))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
