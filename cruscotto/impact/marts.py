"""From the mart of cells to the arrays of an evaluation: one bound query for each question."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from cruscotto.evaluation import Cells
from cruscotto.impact.choice import (
    ANY,
    COVARIATES,
    FILTERS,
    OUTCOMES,
    PLACEBO,
    QUARTERS,
    TARGETS,
    TREATED,
    Choice,
    quarter_column,
)
from cruscotto.kpi.registry.dimensions import DIMENSIONS

COUNT = "persons"
# Persons of each group that a level of a characteristic must have to be compared at all.
FEWEST = 10


@dataclass(frozen=True, eq=False)
class People:
    """The people that a choice speaks of, in cells.

    Attributes:
        codes: for each characteristic the place of its level in `levels`; one row per cell.
        levels: of each characteristic, in order.
        columns: group, counts and sums; one row per cell.
        is_synthetic: whether they are a demonstration.
        edition: the newest edition among them, empty if there is nobody.
        without_history: participants whose outcome is known and whose work before is not.
    """

    codes: dict[str, NDArray[np.int64]]
    levels: dict[str, tuple[str, ...]]
    columns: dict[str, NDArray[np.float64]]
    is_synthetic: bool
    edition: str
    without_history: int

    @property
    def size(self) -> int:
        """Number of cells."""
        return len(self.columns[COUNT])

    def count(self, treated: bool) -> int:
        """Return the people of one group."""
        arm = self.columns[TREATED] == int(treated)
        return int(self.columns[COUNT][arm].sum())

    def where(self, rows: NDArray[np.bool_]) -> "People":
        """Return some of the cells."""
        return replace(
            self,
            codes={name: code[rows] for name, code in self.codes.items()},
            columns={name: values[rows] for name, values in self.columns.items()},
        )

    def present(self, name: str) -> tuple[str, ...]:
        """Return the levels of a characteristic that somebody has."""
        return tuple(self.levels[name][code] for code in np.unique(self.codes[name]))

    def at_level(self, name: str, level: str) -> "People":
        """Return the people at one level of a characteristic."""
        return self.where(self.codes[name] == self.levels[name].index(level))

    @property
    def covariates(self) -> dict[str, NDArray[np.float64]]:
        """Return a 0/1 column for each level of each characteristic but its first."""
        return {
            f"{name}={level}": (self.codes[name] == self.levels[name].index(level)) * 1.0
            for name in COVARIATES
            for level in self.present(name)[1:]
        }

    def cells(self, outcome: str) -> Cells:
        """Return the cells with the moments of an outcome (0 or 1) and of the placebo."""
        count = self.columns[COUNT]
        columns = {TREATED: self.columns[TREATED], **self.covariates}
        means = {
            "outcome@mean": self.columns[outcome] / count,
            f"{PLACEBO}@mean": self.columns[PLACEBO] / count,
            f"{PLACEBO}@square": self.columns[f"{PLACEBO}_square"] / count,
        }
        return Cells(
            columns={**columns, COUNT: count, **means},
            count=COUNT,
            moments={
                # of 0 and 1 the square is the thing itself
                outcome: ("outcome@mean", "outcome@mean"),
                PLACEBO: (f"{PLACEBO}@mean", f"{PLACEBO}@square"),
            },
        )

    def cells_at(self, months: int) -> Cells | None:
        """Return the cells of those followed some months after (or before) entry, at work or not.

        Nothing where nobody was looked up then, in either group.
        """
        name = quarter_column(months)
        seen = self.columns[f"seen_{name}"]
        rows = seen > 0
        if len(np.unique(self.columns[TREATED][rows])) < 2:
            return None
        count, treated = seen[rows], self.columns[TREATED][rows]
        columns = {TREATED: treated, **self.where(rows).covariates}
        columns |= {COUNT: count, "work@mean": self.columns[f"employed_{name}"][rows] / count}
        return Cells(columns=columns, count=COUNT, moments={"work": ("work@mean", "work@mean")})


def read_people(con: duckdb.DuckDBPyConnection, choice: Choice) -> People:
    """Read the cells of a choice: people whose outcome and work before are known."""
    query, params = _query(choice)
    cursor = con.cursor()
    found = cursor.execute(query.sql("duckdb"), params).fetchnumpy()
    is_synthetic = bool(_plain(found.pop("is_synthetic")).any())
    editions = _plain(found.pop("edition"))
    coded = {name: np.unique(_texts(found.pop(name)), return_inverse=True) for name in COVARIATES}
    without, params = _without_history(choice)
    missing = cursor.execute(without.sql("duckdb"), params).fetchone() or (0,)
    return People(
        codes={name: codes for name, (_, codes) in coded.items()},
        levels={name: tuple(map(str, levels)) for name, (levels, _) in coded.items()},
        columns={name: _plain(values).astype(np.float64) for name, values in found.items()},
        is_synthetic=is_synthetic,
        edition=str(editions.max()) if len(editions) else "",
        without_history=int(missing[0] or 0),
    )


def comparable(people: People) -> tuple[People, float]:
    """Leave out people at levels of a characteristic that the other group does not have.

    Nobody there can be compared with anybody alike. Return the rest, and the share of participants
    that it holds.
    """
    whole = people.count(treated=True)
    for _ in range(len(COVARIATES)):  # leaving somebody out may empty another level
        alone = _alone(people)
        if not alone.any():
            break
        people = people.where(~alone)
    return people, people.count(treated=True) / whole if whole else 0.0


def types_of_course(con: duckdb.DuckDBPyConnection, choice: Choice) -> list[str]:
    """Return the types of course of the participants of a choice, the most frequent first."""
    condition, params = _conditions(replace(choice, type=""))
    query = (
        exp.select("type_code")
        .from_("marts.impact_cell")
        .where(condition)
        .where(exp.column(TREATED).eq(1))
        .where(exp.column("type_code").neq("unknown"))
        .group_by("type_code")
        .order_by("sum(persons) desc", "type_code")
    )
    return [row[0] for row in con.cursor().execute(query.sql("duckdb"), params).fetchall()]


def themes_with_people(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the objectives whose participants have somebody to be compared with."""
    query = (
        exp.select("theme_code")
        .from_("marts.impact_cell")
        .where("knows_history")
        .group_by("theme_code")
        .having("count(distinct participated) = 2")
        .order_by("theme_code")
    )
    return [row[0] for row in con.cursor().execute(query.sql("duckdb")).fetchall()]


def _alone(people: People) -> NDArray[np.bool_]:
    count, treated = people.columns[COUNT], people.columns[TREATED] == 1
    alone = np.zeros(people.size, dtype=np.bool_)
    for name in COVARIATES:
        code, levels = people.codes[name], len(people.levels[name])
        arms = [np.bincount(code, count * arm, levels) for arm in (treated, ~treated)]
        alone |= (np.minimum(*arms) < FEWEST)[code]
    return alone


def _query(choice: Choice) -> tuple[exp.Select, dict[str, Any]]:
    condition, params = _conditions(choice)
    keys = [TREATED, *COVARIATES]
    sums = [COUNT, choice.outcome, PLACEBO, f"{PLACEBO}_square", *_quarter_columns()]
    query = (
        exp.select(
            *(exp.column(key) for key in keys),
            *(exp.alias_(exp.cast(exp.Sum(this=exp.column(s)), "double"), s) for s in sums),
            exp.alias_(exp.LogicalOr(this=exp.column("is_synthetic")), "is_synthetic"),
            exp.alias_(exp.cast(exp.Max(this=exp.column("edition_date")), "varchar"), "edition"),
        )
        .from_("marts.impact_cell")
        .where(condition)
        .where("knows_history")
        .group_by(*(exp.column(key) for key in keys))
        # engines return groups in any order; sums of fractions depend on it
        .order_by(*(exp.column(key) for key in keys))
    )
    return query, params


def _without_history(choice: Choice) -> tuple[exp.Select, dict[str, Any]]:
    condition, params = _conditions(choice)
    query = (
        exp.select(exp.Sum(this=exp.column(COUNT)))
        .from_("marts.impact_cell")
        .where(condition)
        .where("not knows_history")
        .where(exp.column(TREATED).eq(1))
    )
    return query, params


def _quarter_columns() -> Iterator[str]:
    for months in QUARTERS:
        name = quarter_column(months)
        yield from (f"seen_{name}", f"employed_{name}")


def _conditions(choice: Choice) -> tuple[exp.Expr, dict[str, Any]]:
    """Return a choice as a condition on the cells, and the values to bind to it."""
    wanted = [
        (DIMENSIONS[name].column, (*choice.codes(name), ANY))
        for name in FILTERS
        if choice.codes(name)
    ]
    wanted += [("type_code", (choice.type, ANY))] if choice.type else []
    target = TARGETS[choice.target]
    wanted += [(target.column, target.codes)] if target.codes else []
    tests: list[exp.Expr] = [exp.column(OUTCOMES[choice.outcome].knows)]
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
    """Return a column without a mask: sums over nobody are zero."""
    return np.asarray(np.ma.filled(values, 0) if np.ma.isMaskedArray(values) else values)
