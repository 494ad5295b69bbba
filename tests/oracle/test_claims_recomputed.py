"""Certified expenditure recomputed apart from the package, on 5,000 random claims, to the cent."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.change.settling import outlook
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.sources.importing import Batch, import_batches
from cruscotto.warehouse import reader

from ..unit.exchange.conftest import LEVEL, OPERATION, line
from .claims import Certified, Operation, certified, triangle
from .editions import band, settled

EDITION = date(2024, 2, 29)
CLAIMS, YEARS = 5000, range(2015, 2025)
REGIONS = {"019": "ITG1", "003": "ITC4", "005": "ITH3", "008": "ITH5"}
# a programme of one region, and one of all of them
REGIONAL, NATIONAL = "2014IT05SFOP014", "2014IT05M9OP001"
CERTIFIED, EXACT = KPIS["certified_eur"], Rules(audience="exact")


def drawn_operations(chance: Random) -> tuple[dict[str, Operation], dict[str, list[str]]]:
    """Draw six operations of each year, every other of the national programme in two places."""
    found, places = {}, {}
    for year in YEARS:
        for number in range(6):
            code = f"OP{year}-{number}"
            is_regional = number % 2 == 0
            places[code] = ["019"] if is_regional else sorted(chance.sample([*REGIONS], 2))
            shares = {REGIONS[one]: Fraction(1, len(places[code])) for one in places[code]}
            found[code] = Operation(year, REGIONAL if is_regional else NATIONAL, shares)
    return found, places


def drawn_claims(operations: dict[str, Operation], chance: Random) -> list[dict[str, str]]:
    """Draw claims that come late; one in ten takes back, and some are of a day to come."""
    rows = []
    for number in range(CLAIMS):
        code = chance.choice([*operations])
        start = date(operations[code].start_year, 1, 1)
        day = start + timedelta(days=min(3000, int(chance.expovariate(1 / 700))))
        day = chance.choice((day, day, day, date(day.year, 2, 28), date(day.year, 3, 1)))
        cents = chance.randrange(1, 10**7)
        rows.append(
            {
                "cod_locale_progetto": code,
                "data_domanda": f"{day:%d/%m/%Y}",
                "id_domanda_pagamento": str(number),
                "tipologia_importo": "D" if chance.random() < 0.1 else "C",
                "cod_liv_gerarchico": LEVEL.replace(REGIONAL, operations[code].programme),
                "importo_spesa_tot": f"{cents // 100},{cents % 100:02}",
                "importo_spesa_pub": "0,01",
            }
        )
    return rows


def delivered(
    folder: Path, operations: dict[str, Operation], places: dict[str, list[str]], claims: Any
) -> list[Path]:
    """Write the exchange files of the operations, with their claims."""
    files: dict[str, list[str]] = {record: [] for record in OPERATION}
    for code, one in operations.items():
        for record, rows in OPERATION.items():
            for row in rows:
                own = {name: text.replace(REGIONAL, one.programme) for name, text in row.items()}
                own |= {"cod_locale_progetto": code}
                if record == "AP00":
                    own |= {"data_inizio": f"01/02/{one.start_year}"}
                regions = places[code] if record == "AP06" else [""]
                where = [{"cod_regione": r, "cod_provincia": "000"} if r else {} for r in regions]
                files[record] += [line(record, own | one_of) for one_of in where]
    files["FN09"] = [line("FN09", row) for row in claims]
    for record, lines in files.items():
        (folder / f"{record}.txt").write_text("".join(f"{text}\n" for text in lines), "utf-8")
    return [folder / f"{record}.txt" for record in files]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, list[Certified]]:
    """Import the files as a user would; return a reader's connection, and what is expected."""
    folder, chance = tmp_path_factory.mktemp("claims"), Random(9)
    operations, places = drawn_operations(chance)
    claims = drawn_claims(operations, chance)
    files = delivered(folder, operations, places, claims)
    import_batches([Batch("puc", EDITION, tuple(files))], folder / "w.duckdb")
    return reader(folder / "w.duckdb"), certified(claims, operations, EDITION)


def added(expected: list[Certified], *names: str) -> dict[tuple[str, ...], Decimal]:
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for one in expected:
        sums[tuple(str(getattr(one, name)) for name in names)] += one.amount
    return dict(sums)


@pytest.mark.parametrize(
    "by", [(), ("year",), ("region",), ("programme", "region"), ("region", "year")], ids=str
)
def test_certified_expenditure_is_that_of_the_claims(made, by) -> None:
    con, expected = made
    rows = measure(con, CERTIFIED, by, Selection(), EXACT).rows
    assert {row.codes: row.value for row in rows} == added(expected, *by)
    assert len(expected) > 100


def test_what_each_year_will_have_certified_follows_from_the_formulas(made) -> None:
    con, expected = made
    for where in ({}, {"programme": NATIONAL}):
        found = outlook(con, CERTIFIED, Selection.of(**where), EXACT)
        assert found.refused is None
        kept = [one for one in expected if one.programme in (*where.values(),) or not where]
        rows = triangle(kept, EDITION)
        ends, freedom = settled(rows)
        for cohort, row, end in zip(found.cohorts, rows, ends, strict=True):
            assert cohort.observed == pytest.approx(float(row[-1]), abs=0.005)
            assert cohort.settled == pytest.approx(float(end.value), rel=1e-12)
            for stated, level in zip(cohort.bands, (0.80, 0.95), strict=True):
                assert stated == pytest.approx(band(row[-1], end, freedom, level), rel=1e-9)
