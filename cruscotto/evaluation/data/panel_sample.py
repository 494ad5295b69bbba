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
        outcome: array (rows, periods) of outcomes; a cell has the mean of its units.
        periods: the periods, in the order of time.
        cohort: the first treated period of each row; 0 for the never treated.
        covariates: array (rows, covariates), measured before treatment.
        names: the names of the covariates.
        count: the number of units in each row.
        spread: array (rows, periods, periods). For two periods, it sums the products of the units'
            deviations from the means of their cell.
        cluster: the number of each row's cluster.
        outcome_name: the name of the outcome, for messages.
        labels: the text by which the data write a period, for periods that are no plain number.
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
    """Return a panel without its cohorts of one unit, and the cohorts left out.

    A cohort of one unit has no variance. A panel that would have no cohort left is returned
    unchanged; the estimator then refuses it.
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
