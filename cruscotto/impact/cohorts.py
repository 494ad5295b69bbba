"""Leave out entry cohorts in which too many outcomes are not due yet.

In a recent cohort the outcome is due only for people who left early. Many of them left early
because they found work. A comparison with other cohorts would show this as an effect.
"""

import numpy as np
from numpy.typing import NDArray

# Share of a cohort's participants that must be mature; a straggler or two still enrolled years
# later would otherwise leave everybody out. At this line the recent cohort of
# `benchmarks/worlds.py` is left out in every draw.
WHOLLY = 0.95


def mature_cohorts(
    cohort: NDArray[np.int64],
    count: NDArray[np.float64],
    is_mature: NDArray[np.bool_],
    treated: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Return which rows belong to mature entry cohorts.

    A cohort is mature if the outcome is due for at least the share `WHOLLY` of its participants.

    Args:
        cohort: number of the entry cohort of each row, from zero.
        count: people of each row.
        is_mature: whether the outcome of the people of each row is due.
        treated: whether the people of each row took part. Comparison persons are kept or left out
            with the participants of their cohort.
    """
    size = int(cohort.max()) + 1 if len(cohort) else 0
    everybody = np.bincount(cohort, count * treated, size)
    mature = np.bincount(cohort, count * (treated & is_mature), size)
    wholly = mature >= WHOLLY * everybody
    kept: NDArray[np.bool_] = wholly[cohort]
    return kept
