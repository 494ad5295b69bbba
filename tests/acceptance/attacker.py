"""An attacker of guarded counts, who shares no code with the guard.

What is shown are sums of whole persons, each off by no more than the bound of the noise, which is
public; zero is zero, and what is hidden is somebody, and not many. He writes all of it down as
linear relations and asks HiGHS for the least and the most that a hidden cell can hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, lsq_linear, milp
from scipy.sparse import csc_array, csr_array, eye_array, kron, vstack

Where = Mapping[str, str]
Floats = NDArray[np.float64]
# More persons than there are, and the slack of the arithmetic.
MOST, SLACK = 10_000.0, 1e-6


@dataclass
class Attacker:
    """Unknown persons by every combination of codes and every kind, and what is known of them.

    Attributes:
        codes: the codes of each dimension that is not a nest of another.
        kinds: kinds of persons that indicators tell apart; a count adds up some of them.
        nests: dimensions that follow from another: its name, and the parent of each of its codes.
    """

    codes: Mapping[str, Sequence[str]]
    kinds: Sequence[str] = ("person",)
    nests: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    rows: list[csr_array] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    places: dict[bytes, int] = field(default_factory=dict)
    marks: dict[Any, NDArray[np.bool_]] = field(default_factory=dict)
    sums: csc_array | None = None

    def __post_init__(self) -> None:
        cells = list(product(*self.codes.values(), self.kinds))
        names = (*self.codes, "kind")
        self.columns = {n: np.array([c[i] for c in cells]) for i, n in enumerate(names)}
        for name, (below, parents) in self.nests.items():
            self.columns[name] = np.array([parents[code] for code in self.columns[below]])

    def members(self, where: Where, kinds: Sequence[str] | None = None) -> NDArray[np.bool_]:
        """Mark the unknowns that a cell adds up."""
        found = self._marked("kind", tuple(kinds or self.kinds)).copy()
        for name, code in where.items():
            found &= self._marked(name, (code,))
        return found

    def _marked(self, name: str, codes: tuple[str, ...]) -> NDArray[np.bool_]:
        """Mark the unknowns of some codes of a dimension; a set is looked for once."""
        if (name, codes) not in self.marks:
            self.marks[name, codes] = np.isin(self.columns[name], list(codes))
        return self.marks[name, codes]

    def learn(
        self, where: Where, low: float, high: float, kinds: Sequence[str] | None = None
    ) -> None:
        """Write down that a cell holds no less and no more."""
        self.learn_sum(self.members(where, kinds), low, high)

    def learn_sum(self, members: NDArray[Any], low: float, high: float) -> None:
        """Write down that some unknowns together are no less and no more, as far as is known."""
        place = self.places.setdefault(members.tobytes(), len(self.rows))
        if place < len(self.rows):
            self.lows[place] = max(low, self.lows[place])
            self.highs[place] = min(high, self.highs[place])
            return
        self.rows.append(csr_array(members.astype(np.float64)[None, :]))
        self.lows.append(low)
        self.highs.append(high)

    def link(self, kinds: Sequence[str], others: Sequence[str]) -> None:
        """Write down that two sets of kinds are the same persons, in every combination of codes."""
        signs = {**dict.fromkeys(kinds, 1.0), **dict.fromkeys(others, -1.0)}
        one = csr_array(np.array([[signs.get(kind, 0.0) for kind in self.kinds]]))
        for row in kron(eye_array(len(self.columns["kind"]) // len(self.kinds)), one).tocsr():
            self.rows.append(csr_array(row.reshape(1, -1)))
            self.lows.append(0.0)
            self.highs.append(0.0)

    def within(self, kinds: Sequence[str], others: Sequence[str]) -> None:
        """Write down that some kinds of persons are among others, in every combination of codes."""
        first = len(self.rows)
        self.link(kinds, others)
        self.lows[first:] = [-MOST] * (len(self.rows) - first)

    def reach(
        self, where: Where, kinds: Sequence[str] | None = None, seconds: float = 0.0
    ) -> tuple[int, int]:
        """Return the least and the most persons that a cell can hold.

        Args:
            where: the codes of the cell.
            kinds: the kinds of persons counted.
            seconds: time for a proof in whole persons everywhere; fractions are quicker, and their
                ends are rounded inwards, so that they prove no less of this one cell.
        """
        aim = self.members(where, kinds).astype(np.float64)
        low, high = (self._end(sign * aim, seconds) for sign in (1, -1))
        return ceil(low - SLACK), floor(SLACK - high)

    def _end(self, aim: Floats, seconds: float) -> float:
        if self.sums is None or self.sums.shape[0] != len(self.rows):
            self.sums = vstack(self.rows).tocsc()
        if seconds:
            found = milp(
                aim,
                constraints=LinearConstraint(self.sums, self.lows, self.highs),
                bounds=Bounds(0, MOST),
                integrality=np.ones(len(aim)),
                options={"time_limit": seconds, "mip_rel_gap": 0.0},
            )
            if found.status == 0:
                return float(found.fun)
        return self._end_in_fractions(aim, self.sums.tocsr())

    def _end_in_fractions(self, aim: Floats, sums: csr_array) -> float:
        """Solve without whole numbers, by interior points: half the time of the simplex."""
        lows, highs = np.array(self.lows), np.array(self.highs)
        known = lows == highs
        apart = sums[~known]
        found = linprog(
            aim,
            A_ub=vstack([apart, -apart]),
            b_ub=np.concatenate([highs[~known], -lows[~known]]),
            A_eq=sums[known],
            b_eq=lows[known],
            bounds=(0, MOST),
            method="highs-ipm",
            options={"time_limit": 60.0},
        )
        if found.status == 0:
            return float(found.fun)
        raise AssertionError(found.message)


def estimate(attacker: Attacker, weights: Floats) -> Floats:
    """Return the best fit of whole-number sums by least squares, none below zero."""
    matrix = vstack(attacker.rows).tocsr()
    middle = (np.array(attacker.lows) + np.array(attacker.highs)) / 2
    scaled = csr_array(matrix.multiply(weights[:, None]))
    return np.asarray(lsq_linear(scaled, middle * weights, bounds=(0, np.inf)).x)
