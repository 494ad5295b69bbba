"""Write demonstration participations, targets, providers and courses.

There are 300,000 participations on the operations of the newest demonstration edition, in the
formats of this program's data contracts: those of 2014-2020 as Parquet, those of 2021-2027 as
Italian CSV. Some rows are wrong on purpose. No row is about a real person: persons are random
numbers, codes of operations begin with `SINT-`.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from cruscotto.demo import formats, manifest
from cruscotto.demo.chance import DEFAULT_SEED, Days, Floats, Ints, stream
from cruscotto.demo.formats import Column
from cruscotto.demo.operations import layouts
from cruscotto.demo.operations.operations import NEWEST
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.people.cohorts import Cohort, Cohorts, draw_cohorts
from cruscotto.demo.people.courses import course_table, draw_jobs
from cruscotto.demo.people.flaws import BROKEN_FIELDS, corrupt
from cruscotto.demo.people.outcomes import CONTRACTS, SOURCES, STATUSES
from cruscotto.demo.people.pathways import REASONS
from cruscotto.demo.people.people import SEXES
from cruscotto.demo.people.people import STATUSES as ENTRY_STATUSES
from cruscotto.demo.people.targets import target_table
from cruscotto.demo.people.training import course_column, draw_courses, write_training
from cruscotto.demo.territory.programmes import FIRST, SECOND
from cruscotto.demo.territory.territory import areas

COUNT = 300_000
NAME = "sintetico_partecipazioni_{period}.{kind}"
COURSES = "sintetico_professioni_corsi.csv"
SILENT_EVERY = 9  # of so many participations in a regional programme one leaves its region empty
Columns = dict[str, Column]


def write(folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write participations, courses, providers and targets, and enter the files in the manifest.

    Args:
        folder: the folder to write to; created if it does not exist.
        seed: the seed of the random numbers; equal seeds give equal files.

    Returns:
        The files, participations first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cohorts = draw_cohorts(np.datetime64(NEWEST), COUNT, seed)
    batches = [
        manifest.Batch("participations", NEWEST, _write_participations(folder, cohorts, seed)),
        manifest.Batch("course_occupations", NEWEST, [_write_courses(folder, cohorts)]),
        *_training(folder, cohorts),
        manifest.Batch("targets", None, [_write_targets(folder, cohorts, seed)]),
    ]
    manifest.record(folder, batches, seed)
    return [path for batch in batches for path in batch.paths]


def _training(folder: Path, cohorts: Cohorts) -> list[manifest.Batch]:
    courses = draw_courses(cohorts)
    codes = operation_codes(cohorts.firsts.whole, courses.operation)
    paths = write_training(folder, cohorts, codes, courses)
    sources = ("providers", "courses")
    return [manifest.Batch(s, NEWEST, [path]) for s, path in zip(sources, paths, strict=True)]


def _write_courses(folder: Path, cohorts: Cohorts) -> Path:
    whole, path = cohorts.firsts.whole, folder / COURSES
    operations, enrolled = np.unique(cohorts.firsts.enrolled.operation, return_counts=True)
    codes = operation_codes(whole, operations)
    layouts.write_csv(path, course_table(whole, operations, enrolled, codes))
    return path


def _write_targets(folder: Path, cohorts: Cohorts, seed: int) -> Path:
    path = folder / "sintetico_target.csv"
    layouts.write_csv(path, target_table(cohorts, NEWEST, seed))
    return path


def _write_participations(folder: Path, cohorts: Cohorts, seed: int) -> list[Path]:
    both = (cohorts.firsts, cohorts.returns)
    names = person_names(int(cohorts.firsts.people.person.max()) + 1, seed)
    parts = [
        _columns(cohort, names, stream(seed, "columns", str(i))) for i, cohort in enumerate(both)
    ]
    joined = {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}
    joined["course_id"] = course_column(cohorts)
    operation = np.concatenate([cohort.enrolled.operation for cohort in both])
    whole = cohorts.firsts.whole
    period = np.array([line.period for line in whole.lines])[whole.line][operation]
    return [
        _write_period(folder, joined, np.flatnonzero(period == wanted), operation, wanted, seed)
        for wanted in (FIRST, SECOND)
    ]


def _write_period(
    folder: Path, joined: Columns, rows: Ints, operation: Ints, period: str, seed: int
) -> Path:
    """Write the participations of one period, ordered by operation, in the format of the period."""
    order = pa.array(rows[np.argsort(operation[rows], kind="stable")])
    numbers = formats.number(np.arange(1, rows.size + 1), 6)
    columns = {
        "participation_id": formats.glue(f"SINT-{period[2:4]}-", numbers),
        **{name: column.take(order) for name, column in joined.items()},
    }
    rng = stream(seed, "participation flaws", period)
    table = pa.table(corrupt(columns, np.datetime64(NEWEST), rng))
    path = folder / NAME.format(period=period, kind="parquet" if period == FIRST else "csv")
    _write_table(path, table)
    return path


def _write_table(path: Path, table: pa.Table) -> None:
    if path.suffix == ".parquet":
        parquet.write_table(table, path, compression="zstd")
        return
    after = table.num_rows // 3
    layouts.write_csv(path, table, layouts.first_fields(table, after, BROKEN_FIELDS), after)


def person_names(count: int, seed: int) -> Column:
    """Return different pseudonyms: the letter P and fourteen hexadecimal digits."""
    rng = stream(seed, "pseudonyms")
    numbers = rng.permutation(count).astype(np.uint64) << np.uint64(36)
    numbers |= rng.integers(0, 2**36, count, dtype=np.uint64)
    return pa.array([f"P{number:014x}" for number in numbers.tolist()], pa.string())


def _columns(cohort: Cohort, names: Column, rng: np.random.Generator) -> Columns:
    return {
        "person_id": names.take(pa.array(cohort.people.person)),
        **_place(cohort, rng),
        **at_entry(cohort),
        **_path(cohort),
        **_after(cohort, rng),
    }


def _place(cohort: Cohort, rng: np.random.Generator) -> Columns:
    whole, operation = cohort.whole, cohort.enrolled.operation
    area = whole.area[operation]
    is_regional = np.array([line.is_regional for line in whole.lines])[whole.line][operation]
    is_known = ~(is_regional & (rng.random(area.size) < 1 / SILENT_EVERY))
    provinces = [province.code for place in areas() for province in place.provinces]
    count = np.array([len(place.provinces) for place in areas()])
    first = np.concatenate(([0], np.cumsum(count)[:-1]))
    # towns fall with rank: the square of a share leans on the first provinces
    step = np.floor(rng.random(area.size) ** 2 * count[area]).astype(np.int64)
    return {
        "operation_code": operation_codes(whole, operation),
        "region": formats.blank_unless(
            is_known, formats.pick([place.region_code for place in areas()], area)
        ),
        "province": formats.pick(provinces, first[area] + step),
    }


def operation_codes(whole: Portfolio, operation: Ints) -> Column:
    """Return the published codes of operations, given their indices in the portfolio."""
    programmes = [line.programme.removeprefix("SINT-") for line in whole.lines]
    programme = formats.pick(programmes, whole.line[operation])
    return formats.glue("SINT-", programme, "-", formats.number(whole.number[operation], 5))


def at_entry(cohort: Cohort) -> Columns:
    """Return the columns of persons' characteristics at entry."""
    people = cohort.people
    return {
        "sex": formats.pick(SEXES, people.sex),
        "age_at_entry": formats.number(people.age),
        "education_isced": maybe([str(level) for level in range(9)], people.education),
        "status_at_entry": formats.pick(ENTRY_STATUSES, people.status),
        **{name: maybe(("false", "true"), flag) for name, flag in people.flags.items()},
    }


def _path(cohort: Cohort) -> Columns:
    ways = cohort.ways
    has_left = ways.reason >= 0
    return {
        "entry_date": iso(cohort.enrolled.entry),
        "exit_date": formats.blank_unless(has_left, iso(ways.left)),
        "exit_reason": maybe(REASONS, ways.reason),
        "hours_planned": _hours(cohort.enrolled.hours),
        "hours_attended": _hours(ways.attended),
        "qualification": maybe(("false", "true"), np.where(has_left, ways.qualified, -1)),
    }


def _after(cohort: Cohort, rng: np.random.Generator) -> Columns:
    found = cohort.outcomes
    return {
        **{name: maybe(STATUSES, status) for name, status in found.statuses.items()},
        "outcome_source": maybe(SOURCES, found.source),
        "contract_type_6m": maybe(CONTRACTS, found.contract),
        "occupation_code_6m": draw_jobs(
            cohort.whole, cohort.enrolled.operation, found.is_known_job, rng
        ),
        "improved_6m": maybe(("false", "true"), found.improved),
    }


def maybe(words: tuple[str, ...] | list[str], place: Ints) -> Column:
    """Return a column with the word at each row's index, blank where the index is -1."""
    return formats.pick([*words, ""], np.asarray(np.where(place < 0, len(words), place), np.int64))


def _hours(hours: Floats) -> Column:
    """Return hours as a column of text, rounded to half hours, with a decimal comma."""
    halves = np.rint(hours * 2).astype(np.int64)
    return formats.glue(formats.number(halves // 2), formats.pick(("", ",5"), halves % 2))


def iso(days: Days) -> Column:
    """Return days as a column of YYYY-MM-DD."""
    return pa.array(days.astype("datetime64[D]")).cast(pa.string())
