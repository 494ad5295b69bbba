"""Labels one below the other at the edge of a chart, moved slightly so that none overlap."""

from collections.abc import Sequence
from itertools import pairwise


def apart(wanted: Sequence[float], sizes: Sequence[float], floor: float) -> list[float]:
    """Return the heights of labels, moved up or down so that no two labels overlap.

    Args:
        wanted: the height at which the middle of each label would be best, from the highest to the
            lowest.
        sizes: the height of each label itself.
        floor: the lowest height allowed for the middle of a label.
    """
    gaps = [(one + other) / 2 for one, other in pairwise(sizes)]
    found: list[float] = []
    for place, height in enumerate(wanted):
        found.append(min(height, found[-1] - gaps[place - 1]) if found else height)
    # what was pushed below the floor comes up again, and what it meets with it
    lowest = floor
    for place in reversed(range(len(found))):
        found[place] = max(found[place], lowest)
        lowest = found[place] + (gaps[place - 1] if place else 0.0)
    return found
