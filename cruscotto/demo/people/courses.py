"""Occupations for which demonstration courses prepare, and jobs of their participants."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa

from cruscotto.demo import formats, labels
from cruscotto.demo.chance import Floats, Ints, Mask
from cruscotto.demo.formats import Column
from cruscotto.demo.operations.portfolio import Portfolio

COHERENT_SHARE = 0.52  # of the jobs found after a course that prepares for an occupation
UNTOLD_EVERY = 13  # of so many operations one does not state what it prepares for


@dataclass(frozen=True)
class Trade:
    """The occupations, and the sector, for which one kind of course prepares."""

    occupations: tuple[str, ...]
    sector: int


@cache
def trades() -> dict[str, Trade]:
    """Return the occupations and the sector for each title of a course."""
    return {
        title: Trade(tuple(entry["occupations"]), entry["sector"])
        for entry in _read()["courses"]
        for title in entry["titles"]
    }


def course_table(whole: Portfolio, operations: Ints, enrolled: Ints, codes: Column) -> pa.Table:
    """Return a table with the places of each operation by occupation.

    Args:
        whole: the portfolio.
        operations: indices of the operations with participants.
        enrolled: the number of participants of each operation; its places are a few more.
        codes: codes of the operations.
    """
    titles = labels.titles().words
    known = [trades().get(titles[title]) for title in whole.labels.title[operations]]
    # one place in five to one in ten stays empty
    capacity = np.ceil(enrolled * (1.08 + operations % 7 / 40)).astype(np.int64)
    rows = [
        (place, occupation, trade.sector, seats)
        for place, trade in enumerate(known)
        if trade and operations[place] % UNTOLD_EVERY
        for occupation, seats in _shared(trade.occupations or ("",), capacity[place])
    ]
    places = np.array([row[0] for row in rows], dtype=np.int64)
    return pa.table(
        {
            "operation_code": codes.take(pa.array(places)),
            "occupation_code": pa.array([row[1] for row in rows], pa.string()),
            "sector_sep": pa.array([str(row[2]) for row in rows], pa.string()),
            "places": pa.array([str(row[3]) for row in rows], pa.string()),
        }
    )


def _shared(occupations: tuple[str, ...], capacity: int) -> list[tuple[str, int]]:
    """Share a course's places evenly among occupations, and return pairs (occupation, places).

    Places left over go one each to the first occupations.
    """
    each, odd = divmod(int(capacity), len(occupations))
    return [(code, each + (place < odd)) for place, code in enumerate(occupations)]


def draw_jobs(whole: Portfolio, operation: Ints, has_job: Mask, rng: np.random.Generator) -> Column:
    """Return a column with a random occupation of each participant, blank without a known job.

    The occupation is one that the course teaches, or one of the common occupations.
    """
    taught, first, count = _taught()
    title = whole.labels.title[operation]
    coherent = (count[title] > 0) & (rng.random(title.size) < COHERENT_SHARE)
    step = np.floor(rng.random(title.size) * np.maximum(count[title], 1)).astype(np.int64)
    common, weights = _common()
    other = rng.choice(len(common), title.size, p=weights)
    own = np.minimum(first[title] + step, len(taught) - 1)
    job = formats.choose(coherent, formats.pick(taught, own), formats.pick(common, other))
    return formats.blank_unless(has_job, job)


def _taught() -> tuple[tuple[str, ...], Ints, Ints]:
    """Return all occupations that courses teach, in one list ordered by title of course.

    Returns:
        The occupations; for each title, the index of its first occupation and the number of its
        occupations.
    """
    lists = [trades()[t].occupations if t in trades() else () for t in labels.titles().words]
    count = np.array([len(occupations) for occupations in lists])
    first = np.concatenate(([0], np.cumsum(count)[:-1]))
    return tuple(code for occupations in lists for code in occupations), first, count


def _common() -> tuple[tuple[str, ...], Floats]:
    table: dict[str, int] = _read()["common"]
    weights = np.array(list(table.values()), dtype=np.float64)
    return tuple(table), weights / weights.sum()


@cache
def _read() -> dict[str, Any]:
    text = files("cruscotto.demo").joinpath("texts/occupations.toml").read_text("utf-8")
    return tomllib.loads(text)
