"""Read the arrays of an evaluation from the mart `impact_cell`, one query per question."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from cruscotto.impact.choice import (
    ANY,
    CLUSTER,
    COVARIATES,
    FILTERS,
    PLACEBO,
    QUARTERS,
    TARGETS,
    TREATED,
    Choice,
    quarter_column,
)
from cruscotto.impact.cohorts import mature_cohorts
from cruscotto.impact.people import COUNT, Flags, LeftOut, Numbers, People, Rows, by_cell
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.warehouse.reading import explained

ENTRY, DUE, KNOWN = "entry_quarter", "is_due", "is_known"
# How many secret keys there are.
KEYS = 2**32
Cells = tuple[Numbers, Numbers]


def read_people(
    con: duckdb.DuckDBPyConnection, choice: Choice, *, over_time: bool = False
) -> People:
    """Read the people of a choice whose previous work is known and whose outcome is due.

    Args:
        con: a read-only connection to the warehouse.
        choice: the people and the outcome.
        over_time: whether to read also who was in work every third month.
    """
    query, params = _query(choice, over_time)
    cursor = con.cursor()
    with explained(con):  # older warehouses know neither pay nor work during the course
        found = cursor.execute(query.sql("duckdb"), params).fetchnumpy()
    is_synthetic = bool(_plain(found.pop("is_synthetic")).any())
    editions = _plain(found.pop("edition"))
    coded = {name: np.unique(_texts(found[name]), return_inverse=True) for name in COVARIATES}
    single = [_texts(found[name]) for name in _several(choice)]
    for name in {*COVARIATES, *_several(choice)}:
        del found[name]
    clusters = _clusters(_texts(found.pop(CLUSTER)))
    columns = {name: _plain(values).astype(np.float64) for name, values in found.items()}
    columns["cell"] = _numbered(single, len(columns[COUNT]))
    if choice.measured.is_mean:
        columns[choice.outcome] /= choice.measured.ceiling
        columns[choice.measured.square] /= choice.measured.ceiling**2
    whole = Rows({name: codes for name, (_, codes) in coded.items()}, columns)
    recent, due = _cohorts(whole)
    known = due & (columns[KNOWN] == 1)
    cells, row = alike(whole.where(known))
    parts = {**whole.where(known).columns, "row": row, "cluster": clusters[known]}
    left = {**_not_followed(cursor, choice), **_left(columns, recent, due)}
    return People(
        known=cells,
        parts=parts,
        unknown=whole.where(due & (columns[KNOWN] == 0)),
        levels={name: tuple(map(str, levels)) for name, (levels, _) in coded.items()},
        is_synthetic=is_synthetic,
        edition=str(editions.max()) if len(editions) else "",
        left_out=LeftOut(**{name: int(counts.sum()) for name, (counts, _) in left.items()}),
        raw=whole.where(due),
        left_cells=left,
    )


def _left(columns: dict[str, Numbers], recent: Flags, due: Flags) -> dict[str, Cells]:
    """Return counts of participants left out, by reason: entered too recently, outcome not due.

    Each reason has two arrays, with an entry for each combination of the codes of filters (cell):
    the numbers of participants, and the sums of their secret keys.
    """
    treated = columns[TREATED] == 1
    masks = {"too_recent": treated & recent, "not_due": treated & ~recent & ~due}
    return {name: by_cell(columns, COUNT, mask) for name, mask in masks.items()}


def types_of_course(con: duckdb.DuckDBPyConnection, choice: Choice) -> list[str]:
    """Return the types of course of a choice's participants, sorted by code.

    If they were sorted by number of participants, the order would reveal which exact count is
    larger.
    """
    condition, params = _conditions(replace(choice, type=""))
    query = (
        exp.select("type_code")
        .from_("marts.impact_cell")
        .where(condition)
        .where(exp.column(choice.measured.knows))
        .where(exp.column(TREATED).eq(1))
        .where(exp.column("type_code").neq("unknown"))
        .group_by("type_code")
        .order_by("type_code")
    )
    return [row[0] for row in con.cursor().execute(query.sql("duckdb"), params).fetchall()]


def themes_with_people(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the codes of the objectives that have participants and comparison persons."""
    known = exp.or_(*(exp.column(name) for name in ("knows_28d", "knows_6m", "knows_12m")))
    query = (
        exp.select("theme_code")
        .from_("marts.impact_cell")
        .where("knows_history")
        .where(known)
        .group_by("theme_code")
        .having("count(distinct participated) = 2")
        .order_by("theme_code")
    )
    return [row[0] for row in con.cursor().execute(query.sql("duckdb")).fetchall()]


def _cohorts(whole: Rows) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return two flags for each row of people.

    The first flag is set if the row's entry cohort is not mature. The second flag is set if this
    cohort is mature and the outcome of the row's people is due.
    """
    columns, due = whole.columns, whole.columns[DUE] == 1
    cohort = np.unique(columns[ENTRY], return_inverse=True)[1]
    treated = columns[TREATED] == 1
    recent = ~mature_cohorts(cohort, columns[COUNT], due, treated)
    return recent, due & ~recent


def alike(rows: Rows) -> tuple[Rows, NDArray[np.float64]]:
    """Add up the rows of people of the same group with the same characteristics.

    Return the sums, and for each row the index of its sum.
    """
    keys = np.column_stack([rows.columns[TREATED].astype(np.int64), *rows.codes.values()])
    size = keys.max(axis=0, initial=0) + 1
    number = np.zeros(len(keys), dtype=np.int64)
    for key, levels in zip(keys.T, size, strict=True):
        number = number * levels + key
    _, first, row = np.unique(number, return_index=True, return_inverse=True)
    sums = {
        name: np.bincount(row, values, len(first)).astype(np.float64)
        for name, values in rows.columns.items()
    }
    sums[TREATED] = rows.columns[TREATED][first]
    of_first = {name: numbers[first] for name, numbers in rows.codes.items()}
    return Rows(of_first, sums), row.astype(np.float64)


def _clusters(names: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return, for each row, a number that stands for its operation; -1 for a row without one."""
    numbers = np.unique(names, return_inverse=True)[1].astype(np.float64)
    return np.where(names == ANY, -1.0, numbers)


def _several(choice: Choice) -> list[str]:
    """Return the columns of the filters that keep several codes.

    People are counted separately for each of these codes.
    """
    return [DIMENSIONS[name].column for name in FILTERS if len(choice.codes(name)) > 1]


def _numbered(columns: list[NDArray[np.str_]], size: int) -> Numbers:
    """Return, for each row, a number that stands for its combination of codes."""
    number = np.zeros(size, dtype=np.int64)
    for column in columns:
        levels, codes = np.unique(column, return_inverse=True)
        number = number * len(levels) + codes
    return number.astype(np.float64)


def _key_sum(column: str) -> exp.Expr:
    """Return the SQL sum of a column of secret keys.

    The sum is taken modulo `KEYS`, so that floats are exact.
    """
    total = exp.Sum(this=exp.column(column))
    whole = exp.Mod(this=exp.Paren(this=total), expression=exp.Literal.number(KEYS))
    return exp.alias_(exp.cast(whole, "double"), column)


def _query(choice: Choice, over_time: bool) -> tuple[exp.Select, dict[str, Any]]:
    condition, params = _conditions(choice)
    outcome = choice.measured
    keys = [TREATED, *COVARIATES, CLUSTER, ENTRY]
    flags = {DUE: outcome.due, KNOWN: outcome.knows}
    sums = [COUNT, choice.outcome, PLACEBO, f"{PLACEBO}_square"]
    sums += [outcome.square, outcome.counted] if outcome.is_mean else []
    sums += list(_quarter_columns()) if over_time else []
    keys += [name for name in _several(choice) if name not in keys]
    secret = [f"{name}_key" for name in (COUNT, outcome.counted)]
    order = [exp.column(key) for key in (*keys, *flags)]
    query = (
        exp.select(
            *(exp.column(key) for key in keys),
            *(exp.alias_(exp.column(name), flag) for flag, name in flags.items()),
            *(exp.alias_(exp.cast(exp.Sum(this=exp.column(s)), "double"), s) for s in sums),
            *map(_key_sum, secret),
            exp.alias_(exp.LogicalOr(this=exp.column("is_synthetic")), "is_synthetic"),
            exp.alias_(exp.cast(exp.Max(this=exp.column("edition_date")), "varchar"), "edition"),
        )
        .from_("marts.impact_cell")
        .where(condition)
        .where("knows_history and is_followed")
        .where(outcome.of or exp.true())
        .group_by(*(exp.column(key) for key in keys), *(exp.column(n) for n in flags.values()))
        # engines return groups in any order; sums of fractions depend on it
        .order_by(*order)
    )
    return query, params


def _not_followed(cursor: duckdb.DuckDBPyConnection, choice: Choice) -> dict[str, Cells]:
    """Return counts of participants without the data that an estimate needs, by reason.

    `without_history`: their work before entry is not known. `in_survey`: their programme uses a
    survey, not the registers. Each reason has two arrays, with an entry for each combination of the
    codes of filters (cell): the numbers of participants, and the sums of their secret keys.
    """
    condition, params = _conditions(choice)
    outcome = choice.measured
    reasons = {
        "without_history": f"is_followed and not knows_history and {outcome.knows}",
        "in_survey": f"not is_followed and {outcome.due}",
    }
    found = {}
    for reason, test in reasons.items():
        query = (
            exp.select(exp.alias_(exp.cast(exp.Sum(this=exp.column(COUNT)), "double"), COUNT))
            .select(_key_sum(f"{COUNT}_key"))
            .from_("marts.impact_cell")
            .where(condition)
            .where(exp.column(TREATED).eq(1))
            .where(outcome.of or exp.true())
            .where(test)
        )
        query = query.group_by(*(exp.column(name) for name in _several(choice)))
        rows = cursor.execute(query.sql("duckdb"), params).fetchnumpy()
        counts, keys = (_plain(rows[name]).astype(np.float64) for name in (COUNT, f"{COUNT}_key"))
        found[reason] = counts, keys
    return found


def _quarter_columns() -> Iterator[str]:
    for months in QUARTERS:
        name = quarter_column(months)
        yield from (f"seen_{name}", f"employed_{name}")


def _conditions(choice: Choice) -> tuple[exp.Expr, dict[str, Any]]:
    """Return the SQL condition of a choice on the cells, and the values to bind."""
    wanted = [
        (DIMENSIONS[name].column, (*choice.codes(name), ANY))
        for name in FILTERS
        if choice.codes(name)
    ]
    wanted += [("type_code", (choice.type, ANY))] if choice.type else []
    target = TARGETS[choice.target]
    wanted += [(target.column, target.codes)] if target.codes else []
    tests: list[exp.Expr] = [exp.true()]
    params: dict[str, Any] = {}
    for column, codes in wanted:
        holders = []
        for place, code in enumerate(codes):
            params[f"{column}_{place}"] = code
            holders.append(exp.Placeholder(this=f"{column}_{place}"))
        tests.append(exp.column(column).isin(*holders))
    return exp.and_(*tests), params


def _texts(values: Any) -> NDArray[np.str_]:
    return _plain(values).astype(np.str_)


def _plain(values: Any) -> NDArray[Any]:
    """Return a column without its mask.

    Masked values are sums over nobody; they become zero.
    """
    return np.asarray(np.ma.filled(values, 0) if np.ma.isMaskedArray(values) else values)
