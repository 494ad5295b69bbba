"""Demonstration targets and milestones, set close to what the demonstration achieves.

Targets are derived from the demonstration's participations, because real targets count persons that
no public file shows. About half of the targets have a reported value: the number of participations,
counted before faults were put into a few rows. The other targets have no reported value, so that
the program computes it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from cruscotto.demo import formats
from cruscotto.demo.chance import Days, Floats, Ints, Mask, stream
from cruscotto.demo.people.cohorts import Cohorts
from cruscotto.demo.people.outcomes import mature_day
from cruscotto.demo.people.people import (
    EMPLOYED,
    IN_EDUCATION,
    INACTIVE,
    LONG_TERM,
    SEXES,
    UNEMPLOYED,
)
from cruscotto.demo.territory.programmes import FIRST, SECOND
from cruscotto.demo.territory.territory import areas

YEARS = {FIRST: (2018, 2023), SECOND: (2024, 2029)}
# What the indicators of the two periods count, in the order of `_events`.
INDICATORS = {
    FIRST: ("CO01", "CO03", "CO05", "CR03", "CR06"),
    SECOND: ("EECO02", "EECO04", "EECO05", "EECR03", "EECR05"),
}
BY_SEX = ("CR03", "CR06", "EECR03", "EECR05")
FEWEST = 20  # with less of something an axis has no target for it
SEEN_OF_SECOND = 0.42  # of the value of 2029, the part an edition of 2026 has seen

Key = tuple[str, str, str, str]  # period, programme, axis, category of region


@dataclass(frozen=True)
class _Event:
    """Which persons an indicator counts, and the day from which each of them counts."""

    counts: Mask
    day: Days


def target_table(cohorts: Cohorts, edition: date, seed: int) -> pa.Table:
    """Return the table of targets: a row for each axis, category of region, indicator and sex.

    Rows about fewer than 20 persons are left out.
    """
    rng = stream(seed, "targets")
    place, keys = _axes(cohorts)
    sex = cohorts.firsts.people.sex
    blocks = []
    for number, event in enumerate(_events(cohorts)):
        for period, codes in INDICATORS.items():
            for name in ("T", "F", "M") if codes[number] in BY_SEX else ("T",):
                of_sex = event.counts & (sex == SEXES.index(name)) if name != "T" else event.counts
                names = (period, codes[number], name, edition.isoformat())
                blocks.append(_block(_Event(of_sex, event.day), place, keys, names, rng))
    return pa.concat_tables(blocks)


def _axes(cohorts: Cohorts) -> tuple[Ints, list[Key]]:
    """Return which axis and category of region each first entry belongs to.

    Returns:
        For each first entry an index in the list that follows; the list of all pairs of axis and
        category of region.
    """
    whole, operation = cohorts.firsts.whole, cohorts.firsts.enrolled.operation
    names = [(line.period, line.programme, line.axis) for line in whole.lines]
    axis_keys = sorted(set(names))
    categories = sorted({area.category for area in areas()})
    lines = whole.line[operation]
    axis = np.array([axis_keys.index(name) for name in names])[lines]
    is_second = np.array([line.period == SECOND for line in whole.lines])[lines]
    of_areas = np.array(
        [
            [categories.index(name) for name in (area.category, area.category_2021_2027)]
            for area in areas()
        ]
    )
    category = of_areas[whole.area[operation], is_second.astype(int)]
    keys = [(*key, name) for key in axis_keys for name in categories]
    return axis * len(categories) + category, keys


def _events(cohorts: Cohorts) -> tuple[_Event, ...]:
    status, entry = cohorts.firsts.people.status, cohorts.firsts.enrolled.entry
    is_jobless = status != EMPLOYED
    return (
        _Event(np.isin(status, (UNEMPLOYED, LONG_TERM)), entry),
        _Event(np.isin(status, (INACTIVE, IN_EDUCATION)), entry),
        _Event(~is_jobless, entry),
        _Event(cohorts.qualified, cohorts.left),
        _Event(cohorts.placed_6m & is_jobless, mature_day(cohorts.left, "status_6m")),
    )


def _block(
    event: _Event,
    place: Ints,
    keys: list[Key],
    names: tuple[str, str, str, str],
    rng: np.random.Generator,
) -> pa.Table:
    """Return the rows of one indicator for one sex.

    There is a row for each axis and category of region with at least 20 persons.

    Args:
        event: which first entries the indicator counts.
        place: for each first entry, the index in `keys` of its axis and category of region.
        keys: all pairs of axis and category of region.
        names: the period, the indicator's code, the sex and the edition's date.
        rng: random numbers.
    """
    period, code, sex, edition = names
    first_year, last_year = YEARS[period]
    early = event.counts & (event.day <= np.datetime64(f"{first_year}-12-31"))
    so_far, at_milestone = (
        np.bincount(place[counted], minlength=len(keys)) for counted in (event.counts, early)
    )
    is_period = np.array([key[0] == period for key in keys])
    rows = np.flatnonzero(is_period & (so_far >= FEWEST))
    seen = SEEN_OF_SECOND if period == SECOND else 1.0
    target = _rounded(so_far[rows] / seen * rng.normal(1.0, 0.17, rows.size).clip(0.65, 1.5))
    milestone = _rounded(at_milestone[rows] * rng.normal(1.02, 0.2, rows.size).clip(0.6, 1.6))
    return pa.table(
        {
            "programme": formats.pick([key[1] for key in keys], rows),
            "priority_axis": formats.pick([key[2] for key in keys], rows),
            "indicator": formats.constant(code, rows.size),
            "sex": formats.constant(sex, rows.size),
            "category_of_region": formats.pick([key[3] for key in keys], rows),
            "baseline": formats.constant("0", rows.size),
            "milestone_year": formats.constant(str(first_year), rows.size),
            "milestone": formats.number(milestone),
            "target_year": formats.constant(str(last_year), rows.size),
            "target": formats.number(target),
            "achieved": formats.blank_unless(rows // 3 % 2 == 0, formats.number(so_far[rows])),
            "edition": formats.constant(edition, rows.size),
            "is_synthetic": formats.constant("true", rows.size),
        }
    )


def _rounded(value: Floats) -> Ints:
    """Return values rounded as in plans: below 100 to fives, above to two significant figures."""
    size = np.power(10.0, np.maximum(np.floor(np.log10(np.maximum(value, 1.0))) - 1, 0))
    step = np.maximum(size, 5.0)
    return np.asarray(np.rint(value / step) * step, dtype=np.int64)
