"""Units followed over the same periods: the input of the estimators of staggered adoption."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from cruscotto.evaluation.data.columns import Array, Codes

NEVER = 0.0


@dataclass(frozen=True, eq=False)
class PanelSample:
    """Units followed over the same periods, one by one or in cells.

    Attributes:
        outcome: array (rows, periods); means, if rows are cells.
        periods: in order.
        cohort: first treated period of each row; 0 for the never treated.
        covariates: array (rows, covariates), measured before treatment.
        names: of the covariates.
        count: units of each row.
        spread: array (rows, periods, periods), sums of products of the deviations within a cell.
        cluster: number of the cluster of each row.
        outcome_name: for messages.
        labels: how the data write each period, where it is no plain number.
    """

    outcome: Array
    periods: Array
    cohort: Array
    covariates: Array
    names: tuple[str, ...]
    count: Array
    spread: Array | None = None
    cluster: Codes | None = None
    outcome_name: str = "outcome"
    labels: Mapping[float, str] = field(default_factory=dict)

    def label(self, period: float) -> str:
        """Return the text by which the data write a period."""
        return self.labels.get(period, f"{period:g}")

    @property
    def cohorts(self) -> list[float]:
        """The first treated periods of the treated cohorts, in order."""
        return [float(g) for g in np.unique(self.cohort) if g != NEVER]

    def size(self, cohort: float) -> float:
        """The number of units of a cohort."""
        return float(self.count[self.cohort == cohort].sum())


def without_lone_units(panel: PanelSample) -> tuple[PanelSample, tuple[float, ...]]:
    """Return a panel without its cohorts of one unit (no variance), and the cohorts left out.

    A panel that would have no cohort left is returned unchanged; the estimator then refuses it.
    """
    alone = tuple(g for g in panel.cohorts if panel.size(g) < 2)
    if not alone or len(alone) == len(panel.cohorts):
        return panel, ()
    kept = ~np.isin(panel.cohort, alone)
    return replace(
        panel,
        outcome=panel.outcome[kept],
        cohort=panel.cohort[kept],
        covariates=panel.covariates[kept],
        count=panel.count[kept],
        spread=None if panel.spread is None else panel.spread[kept],
        cluster=None if panel.cluster is None else panel.cluster[kept],
    ), alone
