"""How courses end for the demonstration's participants, and how likely they are to work after.

Placement depends on a real figure, the area's unemployment in the year of exit, and on effects like
those that studies usually find. It rises with education and is higher after a finished course. It
is lower for women where work is scarce, for the long-term unemployed and for older people. Each
area, body and programme adds a small random effect, which is invented.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from cruscotto.demo.chance import Days, Floats, Ints, Mask, stream
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.people.enrolment import Enrolment
from cruscotto.demo.people.people import EMPLOYED, IN_EDUCATION, INACTIVE, LONG_TERM, People
from cruscotto.demo.people.stories import better
from cruscotto.demo.territory.territory import UNEMPLOYMENT, areas
from cruscotto.model.reference import reference_rows

NO_DAY = np.datetime64("NaT", "D")
REASONS = ("completed", "job", "other")
COMPLETED, FOR_A_JOB, OTHERWISE = range(len(REASONS))

# By class of course, in the order of `enrolment.COURSES`: chances of leaving early, of a title
# when finishing, and a shift of the placement.
LEAVING = np.array([0.19, 0.17, 0.15, 0.17, 0.14, 0.07])
TITLES = np.array([0.90, 0.91, 0.84, 0.70, 0.62, 0.88])
PLACING = np.array([-0.55, -0.10, 0.10, -0.15, 0.45, 0.35])
YEARS = range(2013, 2025)


@dataclass(frozen=True)
class Pathways:
    """Arrays with one entry per participation.

    Attributes:
        left: the day of exit; `NaT` for those still enrolled.
        reason: an index in `REASONS`, -1 for those still enrolled.
        attended: hours attended.
        qualified: whether a qualification was gained.
        fortune: a score that rises with the chance of work, by characteristics of person, course
            and area.
        luck: the person's own random part of the score, which is the same at all horizons.
    """

    left: Days
    reason: Ints
    attended: Floats
    qualified: Mask
    fortune: Floats
    luck: Floats


def draw_pathways(
    whole: Portfolio, enrolled: Enrolment, people: People, day: np.datetime64, seed: int, name: str
) -> Pathways:
    """Return random ends of participations: day, reason, hours, qualification, chance of work.

    Args:
        whole: the operations.
        enrolled: the operation and the dates of each participation.
        people: the characteristics of the person of each participation.
        day: the edition's date; an exit after it has not happened yet.
        seed: the demonstration's seed.
        name: the name of this draw, which gives it random numbers of its own.
    """
    rng = stream(seed, "pathways", name)
    reason, left = _exits(whole, enrolled, people, rng)
    has_left = left <= day
    qualified = has_left & (rng.random(left.size) < _title_chance(enrolled, reason))
    fortune = _fortune(whole, enrolled, people, left, seed)
    fortune += 0.30 * (reason == COMPLETED) + 0.22 * qualified
    return Pathways(
        left=np.where(has_left, left, NO_DAY),
        reason=np.where(has_left, reason, -1),
        attended=_attended(enrolled, left, day, rng),
        qualified=qualified,
        fortune=fortune,
        luck=rng.logistic(0, 1, left.size),
    )


def _exits(
    whole: Portfolio, enrolled: Enrolment, people: People, rng: np.random.Generator
) -> tuple[Ints, Days]:
    rate = _area_rates()[whole.area[enrolled.operation]]
    leaving = LEAVING[enrolled.kind] * np.where(people.sex == 1, 1.12, 0.90)
    leaving *= np.where((people.education >= 0) & (people.education <= 2), 1.15, 0.92)
    # where there is work, who leaves early more often leaves for a job
    for_a_job = np.clip(0.55 - 0.022 * rate, 0.08, 0.55)
    leaves, why = rng.random(rate.size) < leaving, rng.random(rate.size) < for_a_job
    reason = np.where(leaves, np.where(why, FOR_A_JOB, OTHERWISE), COMPLETED)
    length = (enrolled.planned_end - enrolled.entry).astype(np.int64)
    share = np.where(leaves, rng.uniform(0.05, 0.85, rate.size), 1.0)
    extra = np.where(leaves, 0, rng.integers(0, 21, rate.size))
    return reason, enrolled.entry + np.rint(length * share).astype(np.int64) + extra


def _title_chance(enrolled: Enrolment, reason: Ints) -> Floats:
    return np.where(reason == COMPLETED, TITLES[enrolled.kind], 0.015)


def _attended(
    enrolled: Enrolment, left: Days, day: np.datetime64, rng: np.random.Generator
) -> Floats:
    """Return hours attended by a day, in half hours and never more than planned."""
    length = np.maximum((enrolled.planned_end - enrolled.entry).astype(np.float64), 1.0)
    until = np.minimum(left, day)
    share = np.clip((until - enrolled.entry).astype(np.float64) / length, 0, 1)
    presence = rng.beta(22, 2.2, left.size)
    return np.asarray(np.floor(enrolled.hours * share * presence * 2) / 2)


def _fortune(
    whole: Portfolio, enrolled: Enrolment, people: People, left: Days, seed: int
) -> Floats:
    rng = stream(seed, "fortune")
    area, year = whole.area[enrolled.operation], left.astype("datetime64[Y]").astype(int) + 1970
    rate = _rates()[area, np.clip(year - YEARS[0], 0, len(YEARS) - 1)]
    studied = np.where(people.education < 0, 2, people.education)
    own = rng.normal(0, 0.20, len(areas()))[area]
    bodies = better(rng.normal(0, 0.22, int(whole.labels.body.max()) + 1))
    value = 0.40 - 0.075 * (rate - 8) + 0.13 * (studied - 3) + own
    value += bodies[whole.labels.body[enrolled.operation]] + PLACING[enrolled.kind]
    value -= np.where(people.sex == 0, 0.10 + 0.018 * rate, 0.0)
    value -= np.where(people.status == LONG_TERM, 0.62, 0.0)
    value -= np.where(people.status == INACTIVE, 0.50, 0.0)
    value -= np.where(people.status == IN_EDUCATION, 0.35, 0.0)
    value += np.where(people.status == EMPLOYED, 2.6, 0.0)
    value -= 0.022 * np.maximum(people.age - 40, 0)
    for name, weight in (
        ("disability", 0.7),
        ("migrant", 0.1),
        ("homeless", 0.9),
        ("other_disadvantage", 0.45),
    ):
        value -= weight * (people.flags[name] == 1)
    return np.asarray(value)


@cache
def _rates() -> Floats:
    """Return the real unemployment rates: an array (areas, years)."""
    place = {area.region_code: i for i, area in enumerate(areas())}
    rates = np.zeros((len(areas()), len(YEARS)))
    for row in reference_rows("regional_indicators.csv"):
        if row["indicator"] == UNEMPLOYMENT and row["sex"] == "T" and int(row["year"]) in YEARS:
            rates[place[row["nuts2"]], int(row["year"]) - YEARS[0]] = float(row["value"])
    return rates


def _area_rates() -> Floats:
    return np.array([area.unemployment_pct for area in areas()])
