"""Leave out entry cohorts that are not completely mature.

Of a recent cohort only people who left early are mature, and many left early because they found
work: beside other cohorts, that would look like an effect.
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
    """Return which rows belong to entry cohorts whose participants are wholly mature.

    Args:
        cohort: number of the entry cohort of each row, from zero.
        count: people of each row.
        is_mature: whether the horizon of the outcome has passed for the people of each row.
        treated: whether the people of each row took part; comparison persons follow the cohorts of
            participants.
    """
    size = int(cohort.max()) + 1 if len(cohort) else 0
    everybody = np.bincount(cohort, count * treated, size)
    mature = np.bincount(cohort, count * (treated & is_mature), size)
    wholly = mature >= WHOLLY * everybody
    kept: NDArray[np.bool_] = wholly[cohort]
    return kept
