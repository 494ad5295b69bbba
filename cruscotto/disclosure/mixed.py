"""Tables whose totals cross in three ways: narrower networks first, linear programs for the rest.

Seen as one dimension against all others together, any table is a network. A change that keeps the
totals of those combinations too is a change all the same, so what this network finds is right; it
only misses some.
"""

from dataclasses import replace

import numpy as np
import scipy

from cruscotto.disclosure.flow import Network
from cruscotto.disclosure.linear import Programs
from cruscotto.disclosure.push import Push, Question, read
from cruscotto.disclosure.table import TOTAL, CountTable, Floats


class Mixed:
    """The search of one table, by whatever answers first."""

    def __init__(self, table: CountTable) -> None:
        self.programs = Programs(table)
        self.views = [View(table, dimension) for dimension in range(len(table.cells[0]))]

    def push(self, question: Question) -> Push:
        """Move a cell as asked at a low price, or as far as it goes where that is of use."""
        for view in self.views:
            quick = view.push(question)
            if quick is not None and quick.moved == abs(question.amount):
                return quick
        return self.programs.push(question)


class View:
    """A table as one dimension against all others together, which keep their totals."""

    def __init__(self, table: CountTable, dimension: int) -> None:
        self.table = table
        leaves = table.cells[: table.leaf_count]
        others = [codes[:dimension] + codes[dimension + 1 :] for codes in leaves]
        columns = sorted(set(others))
        rows = [
            cell
            for cell, codes in enumerate(table.cells[table.leaf_count :], table.leaf_count)
            if set(codes[:dimension] + codes[dimension + 1 :]) == {TOTAL}
        ]
        place = np.array([columns.index(other) for other in others])
        kept = scipy.sparse.csr_array(np.arange(len(columns))[:, None] == place)
        # the cells of the table that the view has too, in its order; its columns come after
        self.cells = np.array([*range(table.leaf_count), *rows])
        self.belongs = scipy.sparse.csr_array(
            scipy.sparse.vstack([table.belongs[self.cells], kept])
        )
        names = (*(table.cells[cell] for cell in self.cells), *columns)
        self.network = Network.of(replace(table, cells=names, belongs=self.belongs))

    def push(self, question: Question) -> Push | None:
        """Move a cell within this view; `None` where it cannot tell."""
        found = np.flatnonzero(self.cells == question.cell)
        if self.network is None or not len(found):
            return None
        values = self.belongs @ question.values[: self.table.leaf_count]

        def seen(figures: Floats, otherwise: float | None = None) -> Floats:
            columns = values[len(self.cells) :] if otherwise is None else otherwise
            rest = np.broadcast_to(columns, (len(values) - len(self.cells),))
            return np.concatenate([figures[self.cells], rest])

        push = self.network.push(
            replace(
                question,
                cell=int(found[0]),
                values=values,
                low=seen(question.low),
                high=seen(question.high),
                prices=seen(question.prices, np.inf),
            )
        )
        figures = self.table.sums(push.leaves)
        # totals that cross this view in a third way may have been moved
        if ((figures < question.low) | (figures > question.high)).any():
            return None
        return read(question, push.leaves, figures)
