"""The people of each row by cluster, for a clustered variance where a row has several clusters.

Rows need not be split by cluster: only the variance reads the people by cluster. People without a
cluster are marked `ALONE` and count one by one.
"""

from dataclasses import dataclass, replace

import numpy as np

from cruscotto.evaluation.data.columns import Array, Codes, Flags

ALONE = -1


@dataclass(frozen=True, eq=False)
class Grouping:
    """The people of each row by cluster; a part is the people of one row in one cluster.

    Attributes:
        row: the row that the part belongs to.
        cluster: the number of the part's cluster; `ALONE` for people in no cluster.
        count: number of people of the part.
        outcome: mean outcome of the part's people.
        spread: sum of squared deviations of the outcome of the part's people.
    """

    row: Codes
    cluster: Codes
    count: Array
    outcome: Array
    spread: Array

    @property
    def clusters(self) -> int:
        """The number of clusters, without people who belong to no cluster."""
        return len(np.unique(self.cluster[self.cluster != ALONE]))

    def subset(self, rows: Flags) -> "Grouping":
        """Return the parts of the given rows; the rows are numbered again from zero."""
        kept = rows[self.row]
        number = np.cumsum(rows) - 1
        return replace(
            self,
            row=number[self.row[kept]],
            cluster=self.cluster[kept],
            count=self.count[kept],
            outcome=self.outcome[kept],
            spread=self.spread[kept],
        )

    def squared_sums(self, value: Array, slope: Array, outcome: Array) -> tuple[float, float]:
        """Return the sum of squared influences of clusters, and the number of clusters.

        The influence of a cluster is the sum over its people. A person in no cluster counts as a
        cluster.

        Args:
            value: influence of one person of each row whose outcome is the mean of the row.
            slope: change of `value` per unit of that person's outcome.
            outcome: mean outcome of each row.
        """
        own = value[self.row] + slope[self.row] * (self.outcome - outcome[self.row])
        alone = self.cluster == ALONE
        codes = np.unique(self.cluster[~alone], return_inverse=True)[1]
        sums = np.bincount(codes, weights=(self.count * own)[~alone])
        single = self.count[alone] @ own[alone] ** 2
        single += slope[self.row][alone] ** 2 @ self.spread[alone]
        return float(sums @ sums + single), float(len(sums) + self.count[alone].sum())
