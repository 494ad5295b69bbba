"""Work histories of the demonstration: who worked in which month, before and after entry.

The same score decides a person's chance of work before entry and after it. So histories carry
information on what would have happened without the course. Comparison persons are selected by
recent work among other things, so a fair comparison must take histories into account.
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
LATER = 12  # months after leaving at which pay is looked up
PAY_UNKNOWN = 0.03  # of those at work in the further months
STILL_IN_COURSE = 0.07  # who works while in a course
CONTRACTS = ("permanent", "fixed_term", "apprenticeship", "other")


@dataclass(frozen=True)
class History:
    """Arrays (persons, months): whether a person was looked up in a month, and worked in it.

    `months` has the number of each month, counted from the month of entry.
    """

    months: Ints
    seen: Mask
    works: Mask

    @property
    def recent(self) -> Floats:
        """Return each person's share of months in work in the last year before entry."""
        return np.asarray(self.works[:, : BEFORE.size][:, RECENT].mean(axis=1))

    @property
    def earlier(self) -> Floats:
        """Return each person's share of months in work in the second year before entry."""
        return np.asarray(self.works[:, : BEFORE.size][:, ~RECENT].mean(axis=1))

    def take(self, rows: Ints) -> "History":
        """Return the histories of the persons at the given rows."""
        return History(self.months, self.seen[rows], self.works[rows])

    def with_(self, later: "History") -> "History":
        """Return this history followed by the later months of the same persons."""
        return History(
            np.concatenate([self.months, later.months]),
            np.hstack([self.seen, later.seen]),
            np.hstack([self.works, later.works]),
        )


def draw_before(cohort: Cohort, rng: np.random.Generator) -> History:
    """Return random work histories for the two years before entry."""
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
    """Return work histories with three months only: 6, 12 and 18 after entry.

    After leaving, a person works in a month if the status at the nearest horizon is one of work.
    Participants (`in_course`) seldom work before they leave the course.
    """
    months = np.broadcast_to(AFTER, (entry.size, AFTER.size))
    return History(AFTER, *_follow(months, entry, left, statuses, in_course, day, rng))


def further_table(
    names: Column,
    entry: Days,
    left: Days,
    statuses: dict[str, Ints],
    *,
    in_course: bool,
    day: np.datetime64,
    rng: np.random.Generator,
) -> pa.Table:
    """Return a table of months in which persons are looked up and that `draw_after` leaves out.

    Each person has up to three: the first after entry (only if the course lasts two or three
    months), the third after entry, and the twelfth after leaving. Columns are those of
    `history_table`. For some persons at work the register has no pay.
    """
    length = _length(entry, left)
    later = length + LATER
    months = np.column_stack([np.ones_like(length), np.full_like(length, 3), later])
    wanted = np.column_stack(
        [(length >= 2) & (length <= 3), np.ones(length.size, bool), ~np.isin(later, AFTER)]
    )
    seen, works = _follow(months, entry, left, statuses, in_course, day, rng)
    # before leaving, the registers are asked whatever they know later
    early = (months < length[:, None]) & ~seen
    early &= months <= _length(entry, np.full_like(entry, day))[:, None]
    works = np.where(early, rng.random(works.shape) < works[seen].mean(), works)
    person, place = np.nonzero((seen | early) & wanted)
    worked = works[person, place]
    pay_known = worked & (rng.random(worked.size) >= PAY_UNKNOWN)
    return _table(names, entry, person, months[person, place], worked, pay_known, rng)


def _length(entry: Days, left: Days) -> Ints:
    """Return the number of months from the month of entry to the month of leaving."""
    months = left.astype("datetime64[M]") - entry.astype("datetime64[M]")
    return np.asarray(months.astype(np.int64))


def _follow(
    months: Ints,
    entry: Days,
    left: Days,
    statuses: dict[str, Ints],
    in_course: bool,
    day: np.datetime64,
    rng: np.random.Generator,
) -> tuple[Mask, Mask]:
    """Return two arrays (persons, months after entry): who was looked up, and who worked.

    Months are those of `months`. Nobody is looked up in a month after `day`.
    """
    since = months - _length(entry, left)[:, None]
    status = np.select(
        [since < 3, since < 9],
        [statuses["status_28d"][:, None], statuses["status_6m"][:, None]],
        statuses["status_12m"][:, None],
    )
    works = (status == WORKER) | (status == OWN_BOSS)
    busy = (since < 0) & in_course
    works = np.where(busy, rng.random(works.shape) < STILL_IN_COURSE, works)
    passed = entry.astype("datetime64[M]")[:, None] + months <= day.astype("datetime64[M]")
    known = (status != UNKNOWN) & (status != NOT_ASKED)
    return passed & (known | busy), works


def history_table(
    names: Column, entry: Days, history: History, rng: np.random.Generator
) -> pa.Table:
    """Return a table with a row for each person and month looked up, typed for Parquet."""
    person, place = np.nonzero(history.seen)
    works = history.works[person, place]
    return _table(names, entry, person, history.months[place], works, works, rng)


def _table(
    names: Column,
    entry: Days,
    person: Ints,
    months: Ints,
    works: Mask,
    pay_known: Mask,
    rng: np.random.Generator,
) -> pa.Table:
    month = entry.astype("datetime64[M]")[person] + months
    kind = np.minimum((rng.random(works.size) * 5).astype(np.int64), len(CONTRACTS) - 1)
    earnings = np.round(rng.lognormal(6.95, 0.28, works.size))
    return pa.table(
        {
            "person_id": names.take(pa.array(person)),
            "month": pa.array(month.astype("datetime64[D]")),
            "employed": pa.array(works),
            "contract": pa.array(CONTRACTS).take(pa.array(kind, mask=~works)),
            "earnings": pa.array(earnings, mask=~pay_known),
            "is_synthetic": pa.array(np.ones(works.size, dtype=bool)),
        }
    )
