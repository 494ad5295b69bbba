"""Write comparison persons, and work histories of participants and comparison persons.

Comparison persons are drawn from the same distribution as participants and then selected by their
characteristics at entry (education, sex, age, status, vulnerability, recent work). So a raw
comparison misleads and an adjusted comparison does not. Comparison persons have the outcomes of
participants without the effect of the course (`true_effects`). In one objective, taking part also
depends on work two years before entry. No covariate shows that work, so in this objective the
placebo must fail.
"""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from cruscotto.demo import formats, manifest
from cruscotto.demo.chance import DEFAULT_SEED, Floats, Ints, stream
from cruscotto.demo.formats import Column
from cruscotto.demo.operations.operations import NEWEST
from cruscotto.demo.people import true_effects
from cruscotto.demo.people.cohorts import Cohort, Cohorts, draw_cohorts
from cruscotto.demo.people.outcomes import (
    CONTRACTS,
    NOT_ASKED,
    OWN_BOSS,
    SEARCHING,
    SOURCES,
    STATUSES,
    WORKER,
    Outcomes,
    draw_outcomes,
)
from cruscotto.demo.people.participations import (
    COUNT,
    Columns,
    at_entry,
    iso,
    maybe,
    operation_codes,
    person_names,
)
from cruscotto.demo.people.pathways import Pathways
from cruscotto.demo.people.people import EMPLOYED, LONG_TERM
from cruscotto.demo.people.work_histories import (
    History,
    draw_after,
    draw_before,
    further_table,
    history_table,
)
from cruscotto.demo.territory.territory import areas

_Arrays = TypeVar("_Arrays", Pathways, Outcomes)
CANDIDATES = 6  # drawn for each participant evaluated; about a quarter of them is chosen
REASONS = ("eligible", "rejected", "register")
REASON_SHARES = (0.45, 0.35, 0.20)
VULNERABILITIES = ("disability", "migrant", "minority", "homeless", "other_disadvantage")
DAY = np.datetime64(NEWEST)


def write(folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write comparison persons, work histories, and the true effects of training.

    Args:
        folder: the folder to write to; created if it does not exist.
        seed: the seed of the random numbers; equal seeds give equal files.

    Returns:
        The files to import; the file of true effects beside them is for checking only.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cohorts = draw_cohorts(DAY, COUNT, seed)
    evaluated = evaluated_rows(cohorts)
    rng = stream(seed, "comparison persons")
    treated = _subset(cohorts.firsts, evaluated)
    others, before = _draw_others(treated, seed, rng)
    people = (folder / "sintetico_confronti.parquet", folder / "sintetico_storie_lavoro.parquet")
    names = person_names(cohorts.firsts.people.person.max() + 1, seed)
    own = names.take(pa.array(treated.people.person))
    other_names = _names(before.seen.shape[0], seed)
    own_before = draw_before(treated, stream(seed, "histories"))
    parquet.write_table(_table(others, other_names, rng), people[0], compression="zstd")
    histories = [
        _histories(treated, own_before, own, is_treated=True, rng=rng),
        _histories(others, before, other_names, is_treated=False, rng=rng),
        _further(treated, own, is_treated=True, rng=stream(seed, "further months")),
        _further(others, other_names, is_treated=False, rng=stream(seed, "further months, others")),
    ]
    parquet.write_table(pa.concat_tables(histories), people[1], compression="zstd")
    true_effects.write(folder, treated, seed)
    batches = [
        manifest.Batch("comparisons", NEWEST, [people[0]]),
        manifest.Batch("employment_history", NEWEST, [people[1]]),
    ]
    manifest.record(folder, batches, seed)
    return list(people)


def evaluated_rows(cohorts: Cohorts) -> Ints:
    """Return the indices of the first entries whose net effect can be evaluated.

    The entry must be the person's earliest and must not be followed by a return. The person was not
    employed at entry, and the outcomes come from the register.
    """
    firsts = cohorts.firsts
    entry, person = firsts.enrolled.entry, firsts.people.person
    order = np.lexsort((entry, person))
    starts = np.ones(person.size, dtype=bool)
    starts[1:] = person[order][1:] != person[order][:-1]
    earliest = np.zeros(person.size, dtype=bool)
    earliest[order[starts]] = True
    # of two entries on one day neither is the first
    tied = ~starts[1:] & (entry[order][1:] == entry[order][:-1])
    earliest[order[:-1][tied]] = False
    once = np.ones(person.size, dtype=bool)
    once[cohorts.returned] = False
    suits = (firsts.people.status != EMPLOYED) & (firsts.outcomes.source == 0)
    return np.flatnonzero(earliest & once & suits)


def _draw_others(treated: Cohort, seed: int, rng: np.random.Generator) -> tuple[Cohort, History]:
    """Return comparison persons and their work histories before entry.

    They are drawn like the participants, and then selected by their characteristics at entry.
    """
    rows = rng.integers(0, treated.people.person.size, CANDIDATES * treated.people.person.size)
    weight = _entry_weight(treated)[rows]
    rows = rows[rng.random(rows.size) < np.exp(weight - weight.max())]
    candidates = _subset(treated, rows)
    before = draw_before(candidates, rng)
    weight = _history_weight(candidates, before)
    chosen = np.flatnonzero(rng.random(rows.size) < np.exp(weight - weight.max()))
    return _without_course(_subset(candidates, chosen), seed), before.take(chosen)


def _entry_weight(cohort: Cohort) -> Floats:
    """Return the logarithm of each person's weight in the selection, from facts at entry."""
    people = cohort.people
    is_vulnerable = np.any([people.flags[name] == 1 for name in VULNERABILITIES], axis=0)
    weight = 0.35 * (people.education >= 0) * (people.education <= 2)
    weight -= 0.50 * (people.education >= 5)
    weight += 0.55 * (people.status == LONG_TERM) + 0.35 * is_vulnerable
    weight += 0.20 * (people.age >= 55) - 0.15 * (people.sex == 0)
    return np.asarray(weight)


def _history_weight(cohort: Cohort, before: History) -> Floats:
    weight = 0.45 * (before.recent == 0) - 0.45 * (before.recent > 0.5)
    is_hidden = true_effects.themes_of(cohort) == true_effects.HIDDEN_SELECTION
    return np.asarray(weight - 1.4 * is_hidden * before.earlier)


def _without_course(cohort: Cohort, seed: int) -> Cohort:
    """Return the participants with the outcomes that they would have had without the course."""
    rng = stream(seed, "what would have been")
    size = cohort.people.person.size
    ways = replace(cohort.ways, luck=rng.logistic(0, 1, size))
    drawn = draw_outcomes(
        cohort.whole, cohort.enrolled, cohort.people, ways, DAY, seed, "without course"
    )
    loses = rng.random(size) < true_effects.owed_share(cohort, seed)
    statuses = {
        name: np.where(loses & np.isin(status, (WORKER, OWN_BOSS)), SEARCHING, status)
        for name, status in drawn.statuses.items()
    }
    found: Outcomes = replace(
        drawn, statuses=statuses, contract=np.where(loses, NOT_ASKED, drawn.contract)
    )
    return replace(cohort, ways=ways, outcomes=found)


def _subset(cohort: Cohort, rows: Ints) -> Cohort:
    return Cohort(
        cohort.whole,
        cohort.enrolled.take(rows),
        cohort.people.take(rows),
        _taken(cohort.ways, rows),
        _taken(cohort.outcomes, rows),
    )


def _taken(whole: _Arrays, rows: Ints) -> _Arrays:
    """Return the given rows of every array in a dataclass of arrays."""
    values = {field.name: getattr(whole, field.name) for field in fields(whole)}
    return replace(whole, **{name: _rows_of(value, rows) for name, value in values.items()})


def _rows_of(value: Any, rows: Ints) -> Any:
    if isinstance(value, dict):
        return {name: array[rows] for name, array in value.items()}
    return value[rows]


def _histories(
    cohort: Cohort, before: History, names: Column, *, is_treated: bool, rng: np.random.Generator
) -> pa.Table:
    entry = cohort.enrolled.entry
    after = draw_after(
        entry, cohort.ways.left, cohort.outcomes.statuses, in_course=is_treated, day=DAY, rng=rng
    )
    return history_table(names, entry, before.with_(after), rng)


def _further(
    cohort: Cohort, names: Column, *, is_treated: bool, rng: np.random.Generator
) -> pa.Table:
    entry, left, statuses = cohort.enrolled.entry, cohort.ways.left, cohort.outcomes.statuses
    return further_table(names, entry, left, statuses, in_course=is_treated, day=DAY, rng=rng)


def _names(count: int, seed: int) -> Column:
    """Return pseudonyms of comparison persons; they begin with C, those of participants with P."""
    rng = stream(seed, "comparison pseudonyms")
    numbers = rng.permutation(count).astype(np.uint64) << np.uint64(36)
    numbers |= rng.integers(0, 2**36, count, dtype=np.uint64)
    return pa.array([f"C{number:014x}" for number in numbers.tolist()], pa.string())


def _table(cohort: Cohort, names: Column, rng: np.random.Generator) -> pa.Table:
    size = cohort.people.person.size
    area = cohort.whole.area[cohort.enrolled.operation]
    reason = rng.choice(len(REASONS), size, p=REASON_SHARES)
    columns: Columns = {
        "comparison_id": formats.glue("SINT-CF-", formats.number(np.arange(1, size + 1), 6)),
        "person_id": names,
        "group_reason": formats.pick(REASONS, reason),
        "operation_code": operation_codes(cohort.whole, cohort.enrolled.operation),
        "region": formats.pick([place.region_code for place in areas()], area),
        **at_entry(cohort),
        "reference_date": iso(cohort.ways.left),
        "entry_date": iso(cohort.enrolled.entry),
        **{name: maybe(STATUSES, status) for name, status in cohort.outcomes.statuses.items()},
        "outcome_source": maybe(SOURCES, cohort.outcomes.source),
        "contract_type_6m": maybe(CONTRACTS, cohort.outcomes.contract),
    }
    return pa.table(columns)
