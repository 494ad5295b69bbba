"""Write figures of nine earlier editions of the demonstration, one a year.

An earlier edition has only sums by programme, fund, region and year, which show how late each
register reports. The sums are over the operations and persons of the newest edition, in the state
known on the day of the earlier edition.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from cruscotto.demo import manifest
from cruscotto.demo.chance import DEFAULT_SEED, Days, Floats, Ints, Mask
from cruscotto.demo.exchange.certified import certified
from cruscotto.demo.operations import layouts
from cruscotto.demo.operations.operations import NEWEST
from cruscotto.demo.operations.portfolio import Portfolio, whole_portfolio
from cruscotto.demo.operations.snapshot import committed_and_paid
from cruscotto.demo.people.cohorts import Cohort, Cohorts, draw_cohorts
from cruscotto.demo.people.outcomes import HORIZONS, OWN_BOSS, SOURCES, UNKNOWN, WORKER
from cruscotto.demo.people.participations import COUNT
from cruscotto.demo.people.people import EMPLOYED
from cruscotto.demo.territory.places import shares
from cruscotto.demo.territory.territory import areas

SOURCE = "edition_counts"
OUT_OF_SCOPE, OF_PROGRAMMES = "FESR", ("FSE", "IOG")
EDITIONS = tuple(date(year, 8, 31) for year in range(2017, NEWEST.year))
FIRST_YEAR = 2013
YEARS = NEWEST.year - FIRST_YEAR + 1
# The regions of the files, and behind them none, for what is placed in none.
REGIONS = (*(place.region_code for place in areas()), "")
Sums = list[tuple[str, Ints, Floats]]  # a figure, its cells and their sums


def write(folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write the file of earlier editions, and return its path as a list.

    The file is entered in the manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole, cohorts = whole_portfolio(seed), draw_cohorts(np.datetime64(NEWEST), COUNT, seed)
    claimants, claimed = certified(whole, EDITIONS)
    parts = [
        _table(
            day,
            whole,
            [*_money(whole, day), _certified(whole, claimants, cents), *_persons(cohorts, day)],
        )
        for day, cents in zip(EDITIONS, claimed, strict=True)
    ]
    path = folder / "sintetico_conteggi_edizioni.csv"
    layouts.write_csv(path, pa.concat_tables(parts))
    manifest.record(folder, [manifest.Batch(SOURCE, NEWEST, [path])], seed)
    return [path]


def _cells(line: Ints, area: Ints, days: Days) -> Ints:
    """Return, for each row, the number that identifies its budget line, area and year: its cell.

    Args:
        line: indices of budget lines.
        area: indices in `territory.areas()`.
        days: days; only their years count.
    """
    year = np.clip(days.astype("datetime64[Y]").astype(np.int64) + 1970 - FIRST_YEAR, 0, YEARS - 1)
    return np.asarray((line * len(REGIONS) + area) * YEARS + year)


def _sums(figure: str, cells: Ints, values: Floats) -> tuple[str, Ints, Floats]:
    found, place = np.unique(cells, return_inverse=True)
    return figure, found, np.asarray(np.bincount(place, weights=values), dtype=np.float64)


def _money(whole: Portfolio, day: date) -> Sums:
    """Return payments and commitments known on an edition's day, added up by cell (`_cells`)."""
    in_scope = np.array([x.fund != OUT_OF_SCOPE for x in whole.lines])[whole.line]
    known = in_scope & (whole.timeline.registered <= np.datetime64(day)) & (whole.flag == 0)
    rows = np.flatnonzero(known)
    committed, paid = committed_and_paid(whole, rows, np.datetime64(day))
    parts = _shares(whole, rows)
    place, area = np.nonzero(parts)
    part = parts[place, area]
    cells = _cells(whole.line[rows][place], area, whole.timeline.started[rows][place])
    return [
        _sums("payments_eur", cells, paid[place] * part / 100),
        _sums("commitments_eur", cells, committed[place] * part / 100),
    ]


def _certified(whole: Portfolio, rows: Ints, cents: Ints) -> tuple[str, Ints, Floats]:
    """Return the name `certified_eur`, the cells (`_cells`), and the certified euro of each cell.

    Args:
        whole: the portfolio.
        rows: indices of operations in the portfolio.
        cents: the certified amount of each of these operations, in cents.
    """
    parts = _shares(whole, rows)
    place, area = np.nonzero(parts)
    cells = _cells(whole.line[rows][place], area, whole.timeline.started[rows][place])
    return _sums("certified_eur", cells, cents[place] * parts[place, area] / 100)


def _shares(whole: Portfolio, rows: Ints) -> Floats:
    """Return the share of each operation that belongs to each area: an array (operations, areas).

    An operation of a regional programme belongs wholly to the programme's area.
    """
    parts = shares(whole.book)[whole.place[rows]]
    own = np.array(
        [x.areas[0] if x.is_regional and x.fund in OF_PROGRAMMES else -1 for x in whole.lines]
    )[whole.line[rows]]
    parts[own >= 0] = np.eye(len(REGIONS))[own[own >= 0]]
    return parts


def _persons(cohorts: Cohorts, day: date) -> Sums:
    """Return two counts of persons by cell (`_cells`), for each horizon and source of outcomes.

    The first is of persons whose status is known on the day. The second is of those among them who
    are at work.
    """
    last = np.ones(cohorts.firsts.people.person.size, dtype=bool)
    last[cohorts.returned] = False  # one record per person and operation: the last exit counts
    both = ((cohorts.firsts, last), (cohorts.returns, np.ones(cohorts.returned.size, dtype=bool)))
    found = []
    for horizon in HORIZONS:
        for number, source in enumerate(SOURCES):
            known, works = (
                [_met(cohort, kept, horizon, number, day, jobs) for cohort, kept in both]
                for jobs in (False, True)
            )
            suffix = f"{horizon.removeprefix('status_')}_{source}"
            found.append(_joined(f"known_{suffix}", both, known))
            found.append(_joined(f"placed_{suffix}", both, works))
    return found


def _met(
    cohort: Cohort, kept: Mask, horizon: str, source: int, day: date, jobs_alone: bool
) -> Mask:
    found = cohort.outcomes
    status = found.settled[horizon]
    met = kept & (found.reported[horizon] <= np.datetime64(day)) & (status != UNKNOWN)
    met &= (found.source == source) & (cohort.people.status != EMPLOYED)
    return np.asarray(met & np.isin(status, (WORKER, OWN_BOSS)) if jobs_alone else met)


def _joined(
    figure: str, both: tuple[tuple[Cohort, Mask], ...], met: list[Mask]
) -> tuple[str, Ints, Floats]:
    cells = np.concatenate(
        [
            _cells(
                cohort.whole.line[cohort.enrolled.operation[rows]],
                cohort.whole.area[cohort.enrolled.operation[rows]],
                cohort.ways.left[rows],
            )
            for (cohort, _), rows in zip(both, met, strict=True)
        ]
    )
    return _sums(figure, cells, np.ones(cells.size))


def _table(day: date, whole: Portfolio, sums: Sums) -> pa.Table:
    """Return an edition's rows; budget lines of the same programme and fund are added up."""
    names = {(x.programme, x.fund): None for x in whole.lines}
    place_of = {name: number for number, name in enumerate(names)}
    of_line = np.array([place_of[x.programme, x.fund] for x in whole.lines])
    size = len(REGIONS) * YEARS
    figures, places, values = [], [], []
    for figure, cells, sums_of_cells in sums:
        gathered, at = np.unique(of_line[cells // size] * size + cells % size, return_inverse=True)
        added = np.bincount(at, weights=sums_of_cells, minlength=gathered.size)
        shown = added != 0
        figures += [figure] * int(shown.sum())
        places.append(gathered[shown])
        values.append(added[shown])
    cell = np.concatenate(places)
    return _rows(day, figures, list(names), cell, np.concatenate(values))


def _rows(
    day: date, figures: list[str], names: list[tuple[str, str]], cell: Ints, values: Floats
) -> pa.Table:
    size = len(REGIONS) * YEARS
    lines = pa.array(cell // size)
    area = pa.array(cell % size // YEARS)
    return pa.table(
        {
            "edition": pa.repeat(pa.scalar(day.isoformat()), cell.size),
            "figure": pa.array(figures),
            "programme": pa.array([name for name, _ in names]).take(lines),
            "fund": pa.array([fund for _, fund in names]).take(lines),
            "region": pa.array(REGIONS).take(area),
            "year": pa.array(cell % YEARS + FIRST_YEAR).cast(pa.string()),
            "amount": pa.array([f"{value:.2f}".replace(".", ",") for value in values.tolist()]),
            "is_synthetic": pa.repeat(pa.scalar("true"), cell.size),
        }
    )
