"""The persons of the demonstration at entry: invented, with shares typical of such courses.

A person who enters a second operation keeps sex, year of birth, origin and vulnerability. Nothing
is taken from real persons.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from cruscotto.demo.chance import Floats, Ints, stream
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.people.enrolment import COURSES, Enrolment
from cruscotto.demo.people.stories import harder_to_place
from cruscotto.demo.territory.territory import areas

Words = npt.NDArray[np.str_]

KNOWN_SHARE = 0.13  # participations of persons already met in the area
FLAGS = ("disability", "migrant", "minority", "homeless", "rural", "other_disadvantage")
STATUSES = ("unemployed", "long_term_unemployed", "inactive", "inactive_in_education", "employed")
UNEMPLOYED, LONG_TERM, INACTIVE, IN_EDUCATION, EMPLOYED = range(len(STATUSES))
SEXES = ("F", "M", "X")
INCLUSION = ("09", "ESO4.8", "ESO4.9", "ESO4.12")
NON_BINARY_SHARE = 0.005
YOUNGEST, OLDEST = 14, 69
FIRST_ADULT_KIND = 2  # the classes of course before it are for the young

# Youngest, usual and oldest age at entry, and the shares of statuses, by class of course. The
# shares of the unemployed are split again by how long they have been so.
AGES = {
    "compulsory": (14, 16, 18),
    "vocational": (14, 17, 21),
    "job_training": (18, 31, 60),
    "integrated": (18, 33, 62),
    "work_experience": (18, 25, 45),
    "continuing": (20, 42, 66),
}
STATUS_SHARES = {
    "compulsory": (0.02, 0.04, 0.93, 0.01),
    "vocational": (0.14, 0.08, 0.76, 0.02),
    "job_training": (0.74, 0.15, 0.04, 0.07),
    "integrated": (0.70, 0.20, 0.03, 0.07),
    "work_experience": (0.80, 0.13, 0.05, 0.02),
    "continuing": (0.05, 0.02, 0.00, 0.93),
}


@dataclass(frozen=True)
class People:
    """Arrays with one entry per participation.

    Attributes:
        person: the number of the person, from zero.
        sex: an index in `SEXES`.
        education: ISCED level, -1 where the person was not asked.
        status: an index in `STATUSES`.
        flags: for each of `FLAGS` 1, 0, or -1 where the person did not answer.
    """

    person: Ints
    sex: Ints
    age: Ints
    education: Ints
    status: Ints
    flags: dict[str, Ints]

    def take(self, rows: Ints) -> "People":
        """Return the persons of the participations at the given rows."""
        plain = {f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name != "flags"}
        return People(flags={name: flag[rows] for name, flag in self.flags.items()}, **plain)


def draw_people(whole: Portfolio, enrolled: Enrolment, seed: int) -> People:
    """Return random characteristics for the person of each participation."""
    rng = stream(seed, "people")
    pool = whole.area[enrolled.operation] * 2 + (enrolled.kind < FIRST_ADULT_KIND)
    person, first = _persons(pool, enrolled.operation, rng)
    theme = np.array([line.theme for line in whole.lines])[whole.line][enrolled.operation]
    years = enrolled.entry.astype("datetime64[Y]").astype(np.int64)
    sex, age = _sexes(enrolled, theme, rng), _ages(enrolled, rng)
    flags = _flags(whole, enrolled, theme, rng)
    known = first[person]
    age = np.clip(age[known] + years - years[known], YOUNGEST, OLDEST)
    return People(
        person=person,
        sex=sex[known],
        age=age,
        education=_education(age, rng, missing=0.015),
        status=_statuses(whole, enrolled, age, rng),
        flags={name: flag[known] for name, flag in flags.items()},
    )


def _persons(pool: Ints, operation: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return two arrays that assign persons to participations.

    Args:
        pool: the number of each participation's group; all participations of a person are in one
            group.
        operation: the operation of each participation; nobody enters the same operation twice.
        rng: random numbers.

    Returns:
        The number of the person of each participation, and the index of each person's first
        participation.
    """
    size = pool.size
    is_known = rng.random(size) < KNOWN_SHARE
    earlier = np.arange(size)
    for code in np.unique(pool):
        new = np.flatnonzero((pool == code) & ~is_known)
        returning = np.flatnonzero((pool == code) & is_known)
        if new.size:
            earlier[returning] = rng.choice(new, returning.size)
    pairs = earlier * (operation.max() + 1) + operation
    is_second = np.ones(size, dtype=bool)
    is_second[np.unique(pairs, return_index=True)[1]] = False
    # of two in one operation it may be the known one that stands first: it is the one to change
    is_twice = is_known & np.isin(pairs, pairs[is_second])
    earlier[is_twice] = np.flatnonzero(is_twice)
    first, person = np.unique(earlier, return_inverse=True)
    return person, first


def _sexes(enrolled: Enrolment, theme: Words, rng: np.random.Generator) -> Ints:
    by_kind = np.array([0.42, 0.46, 0.53, 0.55, 0.52, 0.45])
    women = np.where(theme == "ESO4.3", 0.86, by_kind[enrolled.kind])
    sex = np.where(rng.random(women.size) < women, 0, 1)
    return np.where(rng.random(women.size) < NON_BINARY_SHARE, 2, sex)


def _ages(enrolled: Enrolment, rng: np.random.Generator) -> Ints:
    low, usual, high = (
        np.array(column, dtype=float) for column in zip(*AGES.values(), strict=True)
    )
    kind = enrolled.kind
    drawn = rng.triangular(low[kind], usual[kind], high[kind] + 1)
    return np.floor(drawn).astype(np.int64)


def _education(age: Ints, rng: np.random.Generator, missing: float) -> Ints:
    """Return random levels of education (ISCED) possible at an age, -1 where the level is missing.

    Levels are lower above age 50.

    Args:
        age: the age of each person.
        rng: random numbers.
        missing: the share of levels that are missing.
    """
    levels = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8])
    adult = np.array([0.01, 0.04, 0.33, 0.38, 0.04, 0.02, 0.08, 0.095, 0.005])
    older = np.array([0.02, 0.10, 0.42, 0.32, 0.03, 0.01, 0.04, 0.058, 0.002])
    rank = rng.random(age.size)
    level = levels[np.searchsorted(np.cumsum(adult)[:-1], rank)]
    level = np.where(age > 50, levels[np.searchsorted(np.cumsum(older)[:-1], rank)], level)
    highest = np.select([age < 15, age < 18, age < 21, age < 23], [1, 2, 3, 4], default=8)
    level = np.minimum(level, np.where(age < 18, np.maximum(highest, 2), highest))
    return np.where(rng.random(age.size) < missing, -1, level)


def _statuses(whole: Portfolio, enrolled: Enrolment, age: Ints, rng: np.random.Generator) -> Ints:
    """Return random statuses at entry; more are long-term unemployed where unemployment is high."""
    shares = np.cumsum(np.array(list(STATUS_SHARES.values())), axis=1)[enrolled.kind]
    drawn = (rng.random(age.size)[:, None] >= shares[:, :-1]).sum(axis=1)
    status = np.array([UNEMPLOYED, INACTIVE, IN_EDUCATION, EMPLOYED])[drawn]
    rate = np.array([area.unemployment_pct for area in areas()])[whole.area[enrolled.operation]]
    long = np.clip(0.18 + 0.022 * rate + 0.004 * (age - 30), 0.05, 0.75)
    is_long = (status == UNEMPLOYED) & (rng.random(age.size) < long)
    status = np.where(is_long, LONG_TERM, status)
    return harder_to_place(whole, enrolled, status, age, UNEMPLOYED, LONG_TERM)


def _flags(
    whole: Portfolio, enrolled: Enrolment, theme: Words, rng: np.random.Generator
) -> dict[str, Ints]:
    is_inclusion = np.isin(theme, INCLUSION)
    north = np.array([area.macro_area != "Mezzogiorno" for area in areas()])
    is_north = north[whole.area[enrolled.operation]]
    shares = {
        "disability": np.where(is_inclusion, 0.11, 0.025),
        "migrant": np.where(theme == "ESO4.9", 0.82, np.where(is_north, 0.14, 0.05)),
        "minority": np.where(is_inclusion, 0.02, 0.006),
        "homeless": np.where(is_inclusion, 0.018, 0.002),
        "rural": np.where(is_north, 0.15, 0.22),
        "other_disadvantage": np.where(is_inclusion, 0.24, 0.035),
    }
    return {name: _answers(share, rng) for name, share in shares.items()}


def _answers(share: Floats, rng: np.random.Generator) -> Ints:
    answered = np.where(rng.random(share.size) < share, 1, 0)
    return np.where(rng.random(share.size) < 0.025, -1, answered)


assert list(AGES) == list(STATUS_SHARES) == list(COURSES)
