"""Tables that are no network, searched by linear programs: slower, and any totals will do."""

from typing import Any

import numpy as np
import scipy

from cruscotto.disclosure.push import Push, Question, read
from cruscotto.disclosure.table import CountTable, Ints

# How far from whole persons the solver may leave a cell.
TOLERANCE = 1e-6
# A detour is taken only when it is cheaper.
PER_PERSON = 1e-6
# A table in whole persons need not be the cheapest of all: one within this share of it will do.
GOOD_ENOUGH = 0.5


class Programs:
    """The search of one table by linear programs."""

    def __init__(self, table: CountTable) -> None:
        self.table = table

    def push(self, question: Question) -> Push:
        """Move a cell as asked at a low price, or as far as it goes where that is of use."""
        program = _Program(self.table, question)
        leaves = program.solve(all_of_it=True)
        if leaves is None and question.by_steps:
            leaves = program.solve(all_of_it=False)
        if leaves is None:
            leaves = question.values[: self.table.leaf_count]
        return read(question, leaves, self.table.sums(leaves))


class _Program:
    """One question as a linear program.

    Unknowns, all from zero: how much each leaf that may move grows, how much it shrinks, the same
    for each total that has a price, and how far the cell gets.
    """

    def __init__(self, table: CountTable, question: Question) -> None:
        self.question = question
        self.start = question.values[: table.leaf_count]
        count = table.leaf_count
        may = question.high > question.low
        priced = np.arange(len(may)) >= count
        priced &= may & (question.prices > 0)
        self.leaves = np.flatnonzero(may[:count])
        totals = np.flatnonzero(priced)
        grown = table.belongs[:, self.leaves]
        limited = (question.low > 0) | np.isfinite(question.high)
        limited[:count] = False
        said = np.flatnonzero(limited & (np.diff(grown.indptr) > 0))
        self.matrix = self._statements(grown, said, totals)
        still = np.zeros(len(totals) + 1)
        self.low = np.concatenate([question.low[said] - question.values[said], still])
        self.high = np.concatenate([question.high[said] - question.values[said], still])
        prices = [question.prices[self.leaves], question.prices[totals]]
        self.cost = np.concatenate([np.tile(price, 2) for price in prices]) + PER_PERSON
        self.upper = np.concatenate(
            [
                question.high[self.leaves] - question.values[self.leaves],
                question.values[self.leaves] - question.low[self.leaves],
                np.full(2 * len(totals), np.inf),
            ]
        )

    def _statements(self, grown: Any, said: Ints, totals: Ints) -> Any:
        """Totals with limits, totals with a price and what these give way, the cell's own way."""
        rows = grown[np.concatenate([said, totals, [self.question.cell]])]
        slack = scipy.sparse.eye_array(rows.shape[0], len(totals), k=-len(said))
        own = np.zeros((rows.shape[0], 1))
        own[-1] = -np.sign(self.question.amount)
        return scipy.sparse.csc_array(scipy.sparse.hstack([rows, -rows, -slack, slack, own]))

    def solve(self, *, all_of_it: bool) -> Ints | None:
        """Find the cheapest table that goes all the way, or the one that goes furthest."""
        amount = float(abs(self.question.amount))
        cost = np.append(self.cost, 0) if all_of_it else np.append(0 * self.cost, -1)
        least = np.zeros(len(cost))
        least[-1] = amount if all_of_it else 0
        for whole in (False, True):
            answer = scipy.optimize.milp(
                cost,
                constraints=scipy.optimize.LinearConstraint(self.matrix, self.low, self.high),
                bounds=scipy.optimize.Bounds(least, np.append(self.upper, amount)),
                integrality=np.full(len(cost), int(whole)),
                options={"mip_rel_gap": GOOD_ENOUGH if all_of_it else 0},
            )
            if answer.x is None:
                return None
            count = len(self.leaves)
            steps = answer.x[:count] - answer.x[count : 2 * count]
            if np.abs(steps - np.rint(steps)).max(initial=0.0) < TOLERANCE:
                break
        found = self.start.copy()
        found[self.leaves] += np.rint(steps).astype(np.int64)
        return found
