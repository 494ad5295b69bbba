"""Words one below the other at the edge of a chart, moved as little as it takes to stand apart."""

from collections.abc import Sequence
from itertools import pairwise


def apart(wanted: Sequence[float], sizes: Sequence[float], floor: float) -> list[float]:
    """Return the heights at which words stand apart, none with its middle below `floor`.

    Args:
        wanted: where the middle of each would stand, from the highest to the lowest.
        sizes: how much of the height each takes.
        floor: the lowest height of a middle.
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
