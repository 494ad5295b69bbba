"""Work histories of the demonstration: who worked in which month, before and after entry.

How often a person worked before leans on the same fortune that decides about work after, so that
histories show something of what would have happened; who takes part is chosen on that.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cruscotto.demo.chance import Days, Floats, Ints, Mask
from cruscotto.demo.formats import Column
from cruscotto.demo.people.cohorts import Cohort
from cruscotto.demo.people.outcomes import NOT_ASKED, OWN_BOSS, UNKNOWN, WORKER
from cruscotto.demo.people.people import IN_EDUCATION, LONG_TERM, UNEMPLOYED

# Months looked up, counted from the month of entry, and how work thins out as entry comes near.
BEFORE = np.array([-24, -21, -18, -15, -12, -9, -6, -3])
THINNING = np.array([0.0, 0.0, 0.0, 0.0, -0.1, -0.3, -0.6, -1.0])
AFTER = np.array([6, 12, 18])
RECENT = BEFORE >= -12
STILL_IN_COURSE = 0.07  # who works while in a course
CONTRACTS = ("permanent", "fixed_term", "apprenticeship", "other")


@dataclass(frozen=True)
class History:
    """Months in columns: looked up or not, at work or not; one row per person."""

    months: Ints
    seen: Mask
    works: Mask

    @property
    def recent(self) -> Floats:
        """Share of the last year before entry spent at work."""
        return np.asarray(self.works[:, : BEFORE.size][:, RECENT].mean(axis=1))

    @property
    def earlier(self) -> Floats:
        """Share of the year before that."""
        return np.asarray(self.works[:, : BEFORE.size][:, ~RECENT].mean(axis=1))

    def take(self, rows: Ints) -> "History":
        """Return some of the persons."""
        return History(self.months, self.seen[rows], self.works[rows])

    def with_(self, later: "History") -> "History":
        """Return this history and what came after."""
        return History(
            np.concatenate([self.months, later.months]),
            np.hstack([self.seen, later.seen]),
            np.hstack([self.works, later.works]),
        )


def draw_before(cohort: Cohort, rng: np.random.Generator) -> History:
    """Draw the two years before entry."""
    status, age = cohort.people.status, cohort.people.age
    leaning = -0.35 + 0.55 * cohort.ways.fortune + rng.normal(0, 0.9, age.size)
    leaning += np.select([age < 19, status == IN_EDUCATION], [-2.2, -1.0], 0.0)
    chance = 1 / (1 + np.exp(-(leaning[:, None] + THINNING)))
    chance[(status == LONG_TERM)[:, None] & RECENT] = 0.0
    chance[:, -1] *= np.where(status == UNEMPLOYED, 0.5, 1.0)
    works = rng.random(chance.shape) < chance
    return History(BEFORE, np.ones(works.shape, dtype=bool), works)


def draw_after(
    entry: Days,
    left: Days,
    statuses: dict[str, Ints],
    *,
    in_course: bool,
    day: np.datetime64,
    rng: np.random.Generator,
) -> History:
    """Follow the statuses after the exit; before it, participants are busy with the course."""
    month = entry.astype("datetime64[M]")
    length = (left.astype("datetime64[M]") - month).astype(np.int64)
    since = AFTER[None, :] - length[:, None]
    status = np.select(
        [since < 3, since < 9],
        [statuses["status_28d"][:, None], statuses["status_6m"][:, None]],
        statuses["status_12m"][:, None],
    )
    works = (status == WORKER) | (status == OWN_BOSS)
    busy = (since < 0) & in_course
    works = np.where(busy, rng.random(works.shape) < STILL_IN_COURSE, works)
    passed = month[:, None] + AFTER[None, :] <= day.astype("datetime64[M]")
    known = (status != UNKNOWN) & (status != NOT_ASKED)
    return History(AFTER, passed & (known | busy), works)


def history_table(
    names: Column, entry: Days, history: History, rng: np.random.Generator
) -> pa.Table:
    """Return the contract's table: a row per person and month looked up, typed as Parquet is."""
    person, place = np.nonzero(history.seen)
    month = entry.astype("datetime64[M]")[person] + history.months[place]
    works = history.works[person, place]
    kind = np.minimum((rng.random(works.size) * 5).astype(np.int64), len(CONTRACTS) - 1)
    earnings = np.round(rng.lognormal(6.95, 0.28, works.size))
    return pa.table(
        {
            "person_id": names.take(pa.array(person)),
            "month": pa.array(month.astype("datetime64[D]")),
            "employed": pa.array(works),
            "contract": pa.array(CONTRACTS).take(pa.array(kind, mask=~works)),
            "earnings": pa.array(earnings, mask=~works),
            "is_synthetic": pa.array(np.ones(works.size, dtype=bool)),
        }
    )
