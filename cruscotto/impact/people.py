"""The people of a choice, grouped into cells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cruscotto.evaluation import Attrition, Cells
from cruscotto.impact.choice import COVARIATES, PLACEBO, TREATED, quarter_column

COUNT = "persons"
# Persons of each group that a level of a characteristic must have to be compared at all.
FEWEST = 10

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Rows:
    """People grouped by characteristics.

    Attributes:
        codes: for each characteristic, the level of each row, as an index of `People.levels`.
        columns: counts and sums of each row.
    """

    codes: dict[str, Integers]
    columns: dict[str, Numbers]

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.columns[COUNT])

    def where(self, rows: Flags) -> "Rows":
        """Return the flagged rows."""
        return Rows(
            {name: code[rows] for name, code in self.codes.items()},
            {name: values[rows] for name, values in self.columns.items()},
        )

    def count(self, treated: bool) -> int:
        """Return the number of participants or, if not `treated`, of comparison persons."""
        arm = self.columns[TREATED] == int(treated)
        return int(self.columns[COUNT][arm].sum())


@dataclass(frozen=True, eq=False)
class LeftOut:
    """The number of participants not in an estimate, by reason; `None` if the number is hidden.

    Attributes:
        without_history: participants whose previous work is not known.
        too_recent: participants who entered in a cohort that is not mature.
        not_due: participants of mature cohorts whose own outcome is not due yet.
        in_survey: participants of programmes that use a survey, not the registers.
    """

    without_history: int | None = 0
    too_recent: int | None = 0
    not_due: int | None = 0
    in_survey: int | None = 0


@dataclass(frozen=True, eq=False)
class People:
    """The people of a choice, in cells.

    Attributes:
        known: people whose outcome is known, by group and characteristics.
        parts: the same people by row of `known` (`row`) and by operation (`cluster`, -1 for no
            operation).
        unknown: people whose outcome is due and not known, by group and characteristics.
        levels: the levels of each characteristic, in order.
        is_synthetic: whether the people are synthetic.
        edition: the newest edition of these people; empty if there is nobody.
        left_out: number of participants of the choice who are left out, by reason.
        raw: people whose outcome is due, split also by each code of the filters (`cell`), with sums
            of their secret keys. The noise is made from these sums.
        left_cells: for each reason, the participants left out by each code of the filters, and sums
            of their secret keys.
    """

    known: Rows
    parts: dict[str, Numbers]
    unknown: Rows
    levels: Mapping[str, tuple[str, ...]]
    is_synthetic: bool
    edition: str
    left_out: LeftOut
    raw: Rows
    left_cells: Mapping[str, tuple[Numbers, Numbers]]

    @property
    def size(self) -> int:
        """Return the number of cells of people whose outcome is known."""
        return self.known.size

    @property
    def columns(self) -> dict[str, Numbers]:
        """Return the columns of the cells of people whose outcome is known."""
        return self.known.columns

    def count(self, treated: bool) -> int:
        """Return the number of participants or, if not `treated`, of comparison persons.

        Only people whose outcome is known are counted.
        """
        return self.known.count(treated)

    @property
    def attrition(self) -> Attrition:
        """Return, by group, how many people have an outcome that is due.

        Also return how many of them have an unknown outcome.
        """
        lost = (self.unknown.count(True), self.unknown.count(False))
        return Attrition(self.count(True) + lost[0], lost[0], self.count(False) + lost[1], lost[1])

    def keep(self, test: Callable[[Rows], Flags]) -> "People":
        """Return the people whose characteristics pass a test."""
        rows = test(self.known)
        inside = rows[self.parts["row"].astype(np.int64)]
        parts = {name: values[inside] for name, values in self.parts.items()}
        parts["row"] = (np.cumsum(rows) - 1)[parts["row"].astype(np.int64)].astype(np.float64)
        return replace(
            self,
            known=self.known.where(rows),
            parts=parts,
            unknown=self.unknown.where(test(self.unknown)),
            raw=self.raw.where(test(self.raw)),
        )

    def present(self, name: str) -> tuple[str, ...]:
        """Return the levels of a characteristic that at least one person has."""
        return tuple(self.levels[name][code] for code in np.unique(self.known.codes[name]))

    def at_level(self, name: str, level: str) -> "People":
        """Return the people at one level of a characteristic."""
        place = self.levels[name].index(level)
        return self.keep(lambda rows: rows.codes[name] == place)

    def covariates(self, rows: Flags | slice = slice(None)) -> dict[str, Numbers]:
        """Return a 0/1 column for each level of each characteristic, over the cells in `rows`.

        Levels that nobody in these cells has, and the first level of each characteristic, have no
        column.
        """
        return {
            f"{name}={self.levels[name][code]}": (self.known.codes[name][rows] == code) * 1.0
            for name in COVARIATES
            for code in np.unique(self.known.codes[name][rows])[1:]
        }

    def cells(self, outcome: str) -> Cells:
        """Return the cells, with the mean and mean square of the outcome and of the placebo."""
        columns = {TREATED: self.columns[TREATED], **self.covariates()}
        return Cells(
            columns={**columns, **_means(self.columns, outcome)},
            count=COUNT,
            moments={
                outcome: ("outcome@mean", "outcome@square"),
                PLACEBO: (f"{PLACEBO}@mean", f"{PLACEBO}@square"),
            },
            parts={
                "row": self.parts["row"],
                "cluster": self.parts["cluster"],
                **_means(self.parts, outcome),
            },
        )

    def cells_at(self, months: int) -> Cells | None:
        """Return the cells of people looked up in the registers `months` after entry.

        Before entry, `months` is negative. The outcome is work in that month. The result is `None`
        if no participant, or no comparison person, was looked up.
        """
        name = quarter_column(months)
        rows = self.columns[f"seen_{name}"] > 0
        treated = self.columns[TREATED][rows]
        if len(np.unique(treated)) < 2:
            return None
        inside = (self.parts[f"seen_{name}"] > 0) & rows[self.parts["row"].astype(np.int64)]
        row = (np.cumsum(rows) - 1)[self.parts["row"][inside].astype(np.int64)]
        return Cells(
            columns={TREATED: treated, **self.covariates(rows), **_work(self.columns, name, rows)},
            count=COUNT,
            moments={"work": ("work@mean", "work@mean")},
            parts={
                "row": row,
                "cluster": self.parts["cluster"][inside],
                **_work(self.parts, name, inside),
            },
        )


# How many of the participants and of the others are at each level of a characteristic.
Counted = Callable[[People, str], tuple[NDArray[Any], NDArray[Any]]]


def by_cell(columns: Mapping[str, Numbers], name: str, rows: Flags) -> tuple[Numbers, Numbers]:
    """Return two numbers for each combination of the codes of filters (cell), over flagged rows.

    The first is the number of persons in column `name`, the second is the sum of their secret keys.
    """
    cell = columns["cell"][rows].astype(np.int64)
    counts, keys = (np.bincount(cell, columns[one][rows]) for one in (name, f"{name}_key"))
    return counts.astype(np.float64), keys.astype(np.float64)


def _means(columns: Mapping[str, Numbers], outcome: str) -> dict[str, Numbers]:
    count = columns[COUNT]
    # of 0 and 1 the square is the thing itself
    square = columns.get(f"{outcome}_square", columns[outcome])
    return {
        COUNT: count,
        "outcome@mean": columns[outcome] / count,
        "outcome@square": square / count,
        f"{PLACEBO}@mean": columns[PLACEBO] / count,
        f"{PLACEBO}@square": columns[f"{PLACEBO}_square"] / count,
    }


def _work(columns: Mapping[str, Numbers], name: str, rows: Flags) -> dict[str, Numbers]:
    seen = columns[f"seen_{name}"][rows]
    return {COUNT: seen, "work@mean": columns[f"employed_{name}"][rows] / seen}


def comparable(people: People, counted: Counted | None = None) -> tuple[People, float]:
    """Return the people who have similar people, and the share of participants who are kept.

    People at a level that few participants or few comparison persons have are left out.

    Args:
        people: the people of a choice.
        counted: returns the counts by level as the reader may see them. The levels left out are
            visible, so exact counts must not decide.
    """
    whole = people.count(treated=True)
    for _ in range(len(COVARIATES)):  # leaving somebody out may empty another level
        alone = _levels_alone(people, counted or _counted)
        if not any(flags[people.known.codes[name]].any() for name, flags in alone.items()):
            break
        people = people.keep(partial(_has_company, alone))
    return people, people.count(treated=True) / whole if whole else 0.0


def _has_company(alone: Mapping[str, Flags], rows: Rows) -> Flags:
    """Return flags of the rows whose people have no level that is flagged in `alone`."""
    found = [flags[rows.codes[name]] for name, flags in alone.items()]
    return np.asarray(~np.any(found, axis=0), dtype=np.bool_)


def _levels_alone(people: People, counted: Counted) -> dict[str, Flags]:
    """Return, for each characteristic, a flag for each level.

    The flag is set if few participants or few comparison persons have the level.
    """
    return {
        name: np.asarray(np.minimum(*counted(people, name)) < FEWEST, dtype=np.bool_)
        for name in COVARIATES
    }


def _counted(people: People, name: str) -> tuple[NDArray[Any], NDArray[Any]]:
    count, treated = people.columns[COUNT], people.columns[TREATED] == 1
    code, levels = people.known.codes[name], len(people.levels[name])
    return np.bincount(code, count * treated, levels), np.bincount(code, count * ~treated, levels)
