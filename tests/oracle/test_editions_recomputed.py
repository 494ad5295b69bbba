"""Counts of editions and settled amounts, recomputed apart from the package on random records."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.change.settling import outlook
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.sources.importing import Batch, import_batches
from cruscotto.warehouse import reader

from .editions import (
    Cell,
    band,
    counts_of,
    rate_band,
    settled,
    settled_rates,
    together,
    triangle_of,
)
from .people import placement
from .random_participations import draw_participations
from .random_participations import write as write_sheet
from .records import in_slot, read_records

NEWEST, BEFORE = date(2024, 8, 31), date(2023, 8, 31)
EDITIONS = [date(year, 8, 31) for year in range(2017, 2025)]  # the newest is not of the past
FIGURES = (
    "payments_eur",
    "commitments_eur",
    "certified_eur",
    "known_6m_register",
    "known_12m_survey",
)
PROGRAMMES = ("2014IT05SFOP014", "2014IT05SFOP007", "2014IT05M9OP001", "UNKNOWN1")
COLUMNS = ("edition", "figure", "programme", "fund", "region", "year", "amount")
MOST = 5000
COMMITTED = 25_000_000
WHOLE = 500_000  # euro of a place and year, in the end
PLACES = len(PROGRAMMES) * 2 * 4


RATE, KNOWN_AS, MET_AS = "placement_rate_28d", "known_28d_register", "placed_28d_register"


def drawn_people(chance: Random) -> list[dict[str, str]]:
    """Draw participations that ended from January to July; of late years fewer have an outcome."""
    rows = draw_participations([f"O{edition.year}" for edition in EDITIONS], NEWEST, MOST, chance)
    for row in rows:
        left = date(chance.choice(EDITIONS).year, 1, 1) + timedelta(days=chance.randrange(200))
        row |= {"entry_date": f"{left.year - 1}-10-01", "exit_date": left.isoformat()}
        row |= {"outcome_source": chance.choice(("register", "register", "register", "survey"))}
        is_known = chance.random() < share_come(left.year, NEWEST.year)
        outcomes = ("employed", "employed", "searching", "searching", "inactive")
        row |= {
            "status_28d": chance.choice(outcomes) if is_known else chance.choice(("", "unknown"))
        }
    return rows


def people_now(path: Path) -> dict[int, tuple[int, int]]:
    """Return how many of each year of exit are at work after 28 days, and of how many known."""
    records = in_slot(read_records([(NEWEST, path)]), "current")
    rate = placement("28d", "register")
    found = {}
    for edition in EDITIONS:
        left = [r for r in records if r.left and r.exit and r.exit.year == edition.year]
        expected = rate.of(left)
        found[edition.year] = (int(expected.numerator or 0), int(expected.denominator or 0))
    return found


def people_before(chance: Random, now: dict[int, tuple[int, int]]) -> list[dict[str, str]]:
    """Draw what earlier editions knew of the same years, in two regions."""
    rows = []
    for edition, year, part in product(EDITIONS[:-1], now, ("ITG1", "ITC4")):
        if edition.year < year:
            continue
        whole = now[year][1] / share_come(year, NEWEST.year) / 2
        known = round(whole * share_come(year, edition.year) * chance.uniform(0.97, 1.03))
        met = round(known * (0.33 + 0.02 * (edition.year - year) + chance.uniform(-0.02, 0.02)))
        for figure, amount in ((KNOWN_AS, known), (MET_AS, met)):
            values = (edition.isoformat(), figure, PROGRAMMES[0], "FSE", part, str(year))
            rows.append(dict(zip(COLUMNS, (*values, str(amount)), strict=True)))
    return rows


def share_come(year: int, edition: int) -> float:
    return float(1 - 0.45 ** (edition - year + 1))


def drawn_rows(chance: Random) -> list[dict[str, str]]:
    """Draw counts that grow from edition to edition; all but payments miss some cells."""
    rows = []
    places = product(FIGURES, PROGRAMMES, ("FSE", "IOG"), ("ITG1", "ITC4", "ITF3", ""))
    for (figure, programme, fund, region), year in product(places, range(2015, 2025)):
        is_paid = figure == "payments_eur"
        whole = WHOLE if is_paid else chance.randrange(10**4, 10**6)
        for edition in EDITIONS[:-1]:
            if edition.year < year or (not is_paid and chance.random() < 0.05):
                continue
            came = whole * share_come(year, edition.year) * chance.uniform(0.9, 1.1)
            digits = 0 if figure.startswith("known") else 2
            values = (edition.isoformat(), figure, programme, fund, region, str(year))
            amount = f"{came:.{digits}f}"
            rows.append(dict(zip(COLUMNS, (*values, amount), strict=True)))
    chance.shuffle(rows)
    return rows


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def participations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    return write_sheet(folder / "participations.csv", drawn_people(Random(28)))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, participations: Path) -> list[Path]:
    """Return two files: the second repeats some cells of the first with other amounts."""
    chance, folder = Random(19), tmp_path_factory.mktemp("editions")
    rows = drawn_rows(chance)
    again = [
        row | {"amount": str(chance.randrange(1, 10**6))}
        for row in chance.sample(rows, 400)
        if not row["figure"].startswith("pay")
    ]
    rows += people_before(Random(2), people_now(participations))
    return [write(folder / "one.csv", rows), write(folder / "two.csv", again)]


def paid_by(edition: date, year: int) -> int:
    return round(PLACES * WHOLE * share_come(year, edition.year))


def own_counts() -> dict[Cell, Decimal]:
    """Return what the warehouse counts of the operations that it has of an earlier edition."""
    place = (PROGRAMMES[0], "FSE", "ITG1")
    return {
        (BEFORE, figure, *place, str(year)): Decimal(amount)
        for year in range(2015, 2024)
        for figure, amount in (
            ("payments_eur", paid_by(BEFORE, year)),
            ("commitments_eur", COMMITTED),
        )
    }


@pytest.fixture(scope="module")
def con(files: list[Path], participations: Path, operation: Any, write_opencoesione: Any) -> Any:
    """Import the files as a user would, beside operations of the newest edition."""
    link = files[0].parent / "w.duckdb"
    for edition, others in ((BEFORE, []), (NEWEST, files)):
        operations = [
            operation(
                f"O{year}",
                OC_CODICE_PROGRAMMA=PROGRAMMES[0],
                OC_DATA_INIZIO_PROGETTO=f"{year}0201",
                OC_IMPEGNI_GIURID_VINCOLANTI=f"{COMMITTED},00",
                TOT_PAGAMENTI=f"{paid_by(edition, year)},00",
            )
            for year in range(2015, edition.year + 1)
        ]
        path = write_opencoesione(link.with_name(f"{edition}.csv"), operations)
        batches = [Batch("opencoesione", edition, (path,))]
        if edition == NEWEST:
            batches.append(Batch("participations", edition, (participations,)))
        import_batches([*batches, *(Batch("edition_counts", None, (one,)) for one in others)], link)
    return reader(link)


def test_every_count_of_an_earlier_edition_is_that_of_the_files(
    con: Any, files: list[Path]
) -> None:
    expected = counts_of(files, NEWEST, own_counts())
    assert len(expected) > MOST
    asked = (
        "select edition_date, figure, programme_code, fund_code, region_code, year_code, amount "
        "from marts.edition_count"
    )
    found: dict[Cell, Decimal] = {tuple(row[:-1]): row[-1] for row in con.execute(asked).fetchall()}
    assert found == expected


def test_what_each_year_will_come_to_follows_from_the_formulas(con: Any, files: list[Path]) -> None:
    found = outlook(con, KPIS["payments_eur"], Selection(), Rules(audience="exact"))
    assert found.refused is None
    now = {year: Decimal(paid_by(NEWEST, year)) for year in range(2017, 2025)}
    assert {cohort.year: cohort.observed for cohort in found.cohorts} == now
    counts = counts_of(files, NEWEST, own_counts())
    triangle = triangle_of(counts, "payments_eur", now, NEWEST, EDITIONS[0])
    ends, freedom = settled(triangle)
    for cohort, row, end in zip(found.cohorts, triangle, ends, strict=True):
        assert cohort.settled == pytest.approx(float(end.value), rel=1e-12)
        for stated, level in zip(cohort.bands, (0.80, 0.95), strict=True):
            assert stated == pytest.approx(band(row[-1], end, freedom, level), rel=1e-9)
    assert len({cohort.bands for cohort in found.cohorts[1:]}) == 7


def test_what_each_rate_will_come_to_follows_from_the_formulas(
    con: Any, files: list[Path], participations: Path
) -> None:
    found = outlook(con, KPIS[RATE], Selection(), Rules(audience="exact"))
    assert found.refused is None
    now = people_now(participations)
    followed = [cohort for cohort in found.cohorts if cohort.settled is not None]
    assert {cohort.year: cohort.counts for cohort in followed} == now
    assert sum(known for _, known in now.values()) > MOST / 3
    counts = counts_of(files, NEWEST, own_counts())
    met, known = (
        triangle_of(
            counts,
            figure,
            {y: Decimal(pair[place]) for y, pair in now.items()},
            NEWEST,
            EDITIONS[0],
        )
        for place, figure in enumerate((MET_AS, KNOWN_AS))
    )
    rates, steps = settled_rates(met, known)
    for cohort, one in zip(followed, rates, strict=True):
        assert cohort.settled == pytest.approx(float(one.rate), rel=1e-12)
        assert cohort.known == pytest.approx(float(one.known), rel=1e-12)
        for stated, level in zip(cohort.bands, (0.80, 0.95), strict=True):
            expected = rate_band(one.rate, one.variances, steps, level)
            assert stated == pytest.approx(expected, rel=1e-9)
    whole, variances = together(rates, steps)
    assert found.total.settled == pytest.approx(float(whole), rel=1e-12)
    for stated, level in zip(found.total.bands, (0.80, 0.95), strict=True):
        assert stated == pytest.approx(rate_band(whole, variances, steps, level), rel=1e-9)
