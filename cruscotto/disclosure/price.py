"""What readers lose when a cell is hidden: the search for companions spends as little as it can."""

import numpy as np

from cruscotto.disclosure.table import CountTable, Floats

# Losses are counted in doublings of the count: 7 persons cost 3, a thousand cost 10.
# A cell with an empty part, a rate of 0 % or 100 %, is news worth showing.
EMPTY_PART = 8.0
# How much dearer a total is than a cell of its size: in the result, or on a page beside it.
TOTAL_LISTED, TOTAL_BESIDE = 3.0, 30.0


def losses(table: CountTable) -> Floats:
    """Return what hiding each cell costs."""
    loss = np.log2(1.0 + table.values.sum(axis=1))
    loss += EMPTY_PART * (table.values == 0).any(axis=1)
    margins = slice(table.leaf_count, None)
    loss[margins] *= np.where(table.listed[margins], TOTAL_LISTED, TOTAL_BESIDE)
    return np.asarray(loss)
