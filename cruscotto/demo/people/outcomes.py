"""Outcomes of participants as far as they are known on an edition's day.

No outcome is known before it is due, and some outcomes never become known. Most programmes look
participants up in the register of employment contracts; some ask a sample of persons instead.
Register and survey leave some outcomes unknown, more in some areas than in others.
"""

from dataclasses import dataclass, replace

import numpy as np

from cruscotto.demo.chance import Days, Floats, Ints, Mask, stream
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.people.delays import draw_delays
from cruscotto.demo.people.enrolment import Enrolment
from cruscotto.demo.people.pathways import NO_DAY, Pathways
from cruscotto.demo.people.people import EMPLOYED, IN_EDUCATION, People
from cruscotto.demo.territory.territory import areas

STATUSES = ("employed", "self_employed", "education", "searching", "inactive", "unknown")
WORKER, OWN_BOSS, STUDENT, SEARCHING, IDLE, UNKNOWN = range(len(STATUSES))
NOT_ASKED = -1
SOURCES = ("register", "survey")
CONTRACTS = ("permanent", "fixed_term", "apprenticeship", "other")
# How much nearer to a job each horizon is, and whether months or days lead to it.
HORIZONS = {"status_28d": -1.05, "status_6m": 0.0, "status_12m": 0.28}
LASTING = 0.85  # of a person's luck, the part that is the same at all horizons
SURVEY_SHARE = 0.22  # of the programmes
INTERVIEWED = 0.45  # of the leavers of a programme that asks a sample
LAG_DAYS = 45  # the newest outcomes are in the registers in part only


@dataclass(frozen=True)
class Outcomes:
    """Arrays with one entry per participation; -1 is an empty field.

    Attributes:
        statuses: for each of `HORIZONS`, indices in `STATUSES`.
        source: indices in `SOURCES`.
        contract: indices in `CONTRACTS`.
        is_known_job: whether the occupation is on record.
        improved: of persons employed at entry, 1 if they have a better job at six months, 0 if not;
            -1 if that is unknown, and for all other persons.
        settled: the statuses as they will be when everything is reported.
        reported: for each of `HORIZONS`, the day from which the status is in the files; `NaT` if it
            is never reported.
    """

    statuses: dict[str, Ints]
    source: Ints
    contract: Ints
    is_known_job: Mask
    improved: Ints
    settled: dict[str, Ints]
    reported: dict[str, Days]

    @property
    def is_placed_6m(self) -> Mask:
        """Return whether each participant is known to work at six months."""
        return np.asarray(np.isin(self.statuses["status_6m"], (WORKER, OWN_BOSS)))


def draw_outcomes(
    whole: Portfolio,
    enrolled: Enrolment,
    people: People,
    ways: Pathways,
    day: np.datetime64,
    seed: int,
    name: str,
) -> Outcomes:
    """Return random outcomes of participations, as far as they are known on a day."""
    rng = stream(seed, "outcomes", name)
    is_survey = _survey_programmes(whole, seed)[enrolled.operation]
    asked = ~is_survey | (rng.random(is_survey.size) < INTERVIEWED)
    unknown = _unknown_share(whole, enrolled, seed) * np.where(is_survey, 1.6, 1.0)
    statuses, settled, reported = {}, {}, {}
    late = draw_delays(whole, enrolled, seed, name)
    for horizon, nearer in HORIZONS.items():
        status = _status(people, ways, nearer, rng)
        status[rng.random(status.size) < unknown] = UNKNOWN
        days = _reported(mature_day(ways.left, horizon), asked, rng)
        reported[horizon] = late.reported(days, np.isin(status, (WORKER, OWN_BOSS)))
        settled[horizon] = status
        statuses[horizon] = np.where(reported[horizon] <= day, status, NOT_ASKED)
    has_any = np.any([s >= 0 for s in statuses.values()], axis=0)
    found = Outcomes(
        statuses=statuses,
        source=np.where(has_any, is_survey, -1).astype(np.int64),
        contract=np.full(has_any.size, -1),
        is_known_job=np.zeros(has_any.size, dtype=bool),
        improved=np.full(has_any.size, -1),
        settled=settled,
        reported=reported,
    )
    return _with_jobs(found, whole, enrolled, people, ways, rng)


def mature_day(left: Days, horizon: str) -> Days:
    """Return the day on which an outcome at a horizon is due, 28 days or 6 or 12 months after exit.

    For example, six months after 31 August an outcome is due on the last day of February.
    """
    if horizon == "status_28d":
        return left + np.timedelta64(28, "D")
    month = left.astype("datetime64[M]")
    later = month + np.timedelta64(6 if horizon == "status_6m" else 12, "M")
    last = (later + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    days: Days = np.minimum(later.astype("datetime64[D]") + (left - month), last)
    return days


def _survey_programmes(whole: Portfolio, seed: int) -> Mask:
    codes = sorted({line.programme for line in whole.lines})
    rng = stream(seed, "survey programmes")
    asks = dict(zip(codes, rng.random(len(codes)) < SURVEY_SHARE, strict=True))
    return np.array([asks[line.programme] for line in whole.lines])[whole.line]


def _unknown_share(whole: Portfolio, enrolled: Enrolment, seed: int) -> Floats:
    share = stream(seed, "unknown outcomes").uniform(0.03, 0.20, len(areas()))
    return np.asarray(share[whole.area[enrolled.operation]])


def _status(people: People, ways: Pathways, nearer: float, rng: np.random.Generator) -> Ints:
    size = ways.luck.size
    luck = LASTING * ways.luck + (1 - LASTING) * rng.logistic(0, 2.2, size)
    works = ways.fortune + nearer + luck > 0
    own = rng.random(size) < np.clip(0.03 + 0.003 * (people.age - 18), 0.03, 0.14)
    studies = rng.random(size) < np.where(people.age < 22, 0.45, 0.06)
    idle = rng.random(size) < np.where(people.status == IN_EDUCATION, 0.25, 0.14)
    otherwise = np.where(studies, STUDENT, np.where(idle, IDLE, SEARCHING))
    return np.where(works, np.where(own, OWN_BOSS, WORKER), otherwise)


def _reported(mature: Days, asked: Mask, rng: np.random.Generator) -> Days:
    """Return the day from which each status is in the files.

    It is the day on which the outcome is due, or `LAG_DAYS` later, or never (`NaT`).

    Args:
        mature: the days on which outcomes are due.
        asked: whether anybody asks for the outcome; if nobody does, it is never in the files.
        rng: random numbers.
    """
    rank = rng.random(mature.size)
    at_once, ever = asked & (rank < 0.55), asked & (rank < 0.985)
    days: Days = np.where(at_once, mature, mature + np.timedelta64(LAG_DAYS, "D"))
    return np.where(ever, days, NO_DAY)


def _with_jobs(
    found: Outcomes,
    whole: Portfolio,
    enrolled: Enrolment,
    people: People,
    ways: Pathways,
    rng: np.random.Generator,
) -> Outcomes:
    """Add facts about the jobs at six months: contract, known occupation, improvement."""
    size, status = ways.luck.size, found.statuses["status_6m"]
    rate = np.array([a.unemployment_pct for a in areas()])[whole.area[enrolled.operation]]
    permanent = np.clip(0.34 - 0.012 * rate + 0.03 * (people.education - 3), 0.05, 0.6)
    trainee = np.where(people.age < 30, 0.20, 0.0)
    rank = rng.random(size)
    contract = np.select([rank < permanent, rank < permanent + trainee, rank < 0.93], [0, 2, 1], 3)
    known = (people.status == EMPLOYED) & (status >= 0) & (status != UNKNOWN)
    better = rng.random(size) < 1 / (1 + np.exp(1.5 - 0.25 * (people.education - 3)))
    return replace(
        found,
        contract=np.where((status == WORKER) & (rng.random(size) < 0.97), contract, -1),
        is_known_job=found.is_placed_6m & (rng.random(size) < 0.93),
        improved=np.where(known, better & found.is_placed_6m, -1).astype(np.int64),
    )
