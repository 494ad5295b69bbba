"""The codes that a filter can offer, given the codes chosen in the other filters."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.ui.state import session


def available(name: str, now: Selection, dimensions: tuple[str, ...]) -> set[str]:
    """Return the codes of a filter that occur in data which match all other filters.

    Args:
        name: the filter.
        now: the selection; its codes for `name` are ignored.
        dimensions: the names of all filters.
    """
    kept = _within(now.with_(**{name: []}), dimensions)
    members, places = _column(session.edition(), name, dimensions)
    return {members[place] for place in np.unique(places[kept])}


def _within(now: Selection, dimensions: tuple[str, ...]) -> NDArray[np.bool_]:
    edition = session.edition()
    kept = np.ones(len(_combinations(edition, dimensions)), np.bool_)
    for name, codes in now.where:
        if name in dimensions:
            members, places = _column(edition, name, dimensions)
            wanted = [place for place, code in enumerate(members) if code in codes]
            kept &= np.isin(places, wanted)
    return kept


@lru_cache(maxsize=64)
def _column(
    edition: str, name: str, dimensions: tuple[str, ...]
) -> tuple[list[str], NDArray[np.intp]]:
    place = dimensions.index(name)
    codes = [row[place] for row in _combinations(edition, dimensions)]
    members = sorted(set(codes))
    places = {code: number for number, code in enumerate(members)}
    return members, np.array([places[code] for code in codes], np.intp)


@lru_cache(maxsize=4)
def _combinations(edition: str, dimensions: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    columns = [dimension(name).column for name in dimensions]
    return tuple(tuple(row[column] for column in columns) for row in session.rows("combinations"))
