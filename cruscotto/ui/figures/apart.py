"""Labels one below the other at the edge of a chart, moved slightly so that none overlap."""

from collections.abc import Sequence
from itertools import pairwise


def apart(wanted: Sequence[float], sizes: Sequence[float], floor: float) -> list[float]:
    """Return the position of each label's middle, moved so that no two labels overlap.

    Positions are measured upwards.

    Args:
        wanted: the best position of each label's middle, from the highest to the lowest.
        sizes: how high each label is, in the same unit.
        floor: the lowest position allowed for the middle of a label.
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
