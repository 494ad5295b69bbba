"""Issue 3, acceptance 1: every indicator of people, recomputed apart from the package, agrees.

5,000 random participations, and for each indicator 50 random combinations of groupings and
filters. What is expected is computed by the modules `recomputed_*` beside this one.
"""

import csv
import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cruscotto.config import REFERENCE, ROOT
from cruscotto.disclosure.rules import Rules
from cruscotto.kpi.model import Kpi, Method
from cruscotto.kpi.query import measure
from cruscotto.kpi.registry import MART_DIMENSIONS, PEOPLE_KPIS
from cruscotto.kpi.result import KpiRow
from cruscotto.kpi.selection import Selection
from cruscotto.sources.importing import Batch, import_batches
from cruscotto.warehouse import reader

from .random_participations import LATER, draw_files
from .recomputed_costs import Costs
from .recomputed_indicators import CommonIndicators
from .recomputed_people import Codes, Expected, People
from .recomputed_places import NOWHERE, Operations, Reference
from .recomputed_records import in_slot, read, read_records
from .recomputed_targets import Targets

COMBINATIONS = 50
EXACT = Rules(audience="exact")
SOURCES = ("register", "survey")
# money is cut to the hundred-millionth of a euro where an operation is parted between regions
CENT = Fraction(1, 10_000)
FLOAT = Fraction(1, 10**12)


@dataclass(frozen=True)
class Question:
    """What is asked: which dimensions, which codes, of which edition."""

    by: Codes
    where: dict[str, Codes]
    slot: str = "current"


class Recomputation:
    """The whole recomputation of one slot, from the files alone."""

    def __init__(self, files: dict[str, Any], operations: Path, slot: str) -> None:
        reference = Reference(REFERENCE)
        places = Operations(operations, reference)
        told = read_records(files["participations"], [";", ",", ";"])
        records = [places.placed(record) for record in in_slot(told, slot)]
        indicators = CommonIndicators(records)
        self.people = People(
            records, occupations_of(files), unemployed_of(files), women_of(reference))  # fmt: skip
        self.indicators = indicators
        self.targets = Targets(files["targets"], slot, indicators, places, reference)
        self.costs = Costs(records, places)

    def measure(self, kpi: Kpi, asked: Question) -> dict[Codes, Expected]:
        if kpi.mart == "target":
            return self.targets.measure(asked.by, asked.where)
        if kpi.mart == "operation_outcome":
            return self.costs.measure(kpi.name, asked.by, asked.where)
        if kpi.mart == "common_indicator":
            return self.indicators.measure(asked.by, asked.where)
        if not kpi.by_source:
            return self.people.measure(kpi.name, asked.by, asked.where)
        return self._by_source(kpi, asked)

    def _by_source(self, kpi: Kpi, asked: Question) -> dict[Codes, Expected]:
        """Registers and survey are two series; without a word, registers are meant."""
        by = tuple(name for name in asked.by if name != "outcome_source")
        where = {n: codes for n, codes in asked.where.items() if n != "outcome_source"}
        sources = asked.where.get("outcome_source", SOURCES)
        if "outcome_source" not in asked.by:
            return self.people.measure(kpi.name, by, where, sources[0])
        place = asked.by.index("outcome_source")
        return {
            (*codes[:place], source, *codes[place:]): figure
            for source in sources
            for codes, figure in self.people.measure(kpi.name, by, where, source).items()
        }


def occupations_of(files: dict[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for _, path in files["course_occupations"]:
        for row in read(path):
            if row["occupation_code"]:
                found[row["operation_code"]].add(row["occupation_code"].replace(".", ""))
    return dict(found)


def unemployed_of(files: dict[str, Any]) -> dict[tuple[str, str], int]:
    """Return resident unemployed in persons; of two series the newer edition."""
    [(_, path)] = files["indicators"]
    rows = [row for row in read(path, ",") if row["SEX"] == "T"]
    rows.sort(key=lambda row: row["EDITION"])
    return {(row["NUTS2"], row["YEAR"]): int(Decimal(row["VALUE"]) * 1000) for row in rows}


def women_of(reference: Reference) -> dict[str, Decimal]:
    """Return women's share of residents of working age, in the newest year, to eight places."""
    rows = read(REFERENCE / "population_2022_2023.csv", ",")
    newest = max(row["anno"] for row in rows)
    ages = ("15-24", "25-34", "35-54", "55-64")
    grown = [row for row in rows if row["anno"] == newest and row["eta"] in ages]
    found = {}
    for area in (*reference.areas, NOWHERE):
        mine = [row for row in grown if area in (row["nuts2"], NOWHERE)]
        women, men = (sum(int(row[sex]) for row in mine) for sex in ("F", "M"))
        found[area] = round(Decimal(women) / (women + men), 8)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recomputed")


@pytest.fixture(scope="module")
def drawn(folder: Path, operation: Any, write_opencoesione: Any) -> tuple[Path, dict[str, Any]]:
    with (REFERENCE / "regions.csv").open(encoding="utf-8") as file:
        areas = [row["nuts2"] for row in csv.DictReader(file)]
    operations, files = draw_files(folder, operation, areas)
    return write_opencoesione(folder / "operations.csv", operations), files


@pytest.fixture(scope="module")
def link(drawn: tuple[Path, dict[str, Any]], folder: Path) -> Path:
    """Import every file as a user would, and return the warehouse."""
    path, files = drawn
    batches = [Batch("opencoesione", LATER, (path,))]
    batches += [
        Batch(source, edition, (file,))
        for source, listed in files.items()
        for edition, file in listed
    ]
    import_batches(batches, folder / "w.duckdb")
    return folder / "w.duckdb"


@pytest.fixture(scope="module")
def con(link: Path) -> Any:
    return reader(link)


@pytest.fixture(scope="module")
def recomputed(drawn: tuple[Path, dict[str, Any]]) -> Any:
    """Return `recomputed(slot)`; each is computed once."""
    path, files = drawn
    return cache(lambda slot: Recomputation(files, path, slot))


@pytest.fixture(scope="module")
def members(recomputed: Any) -> dict[str, list[str]]:
    """Return the codes there are along every dimension."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in recomputed("current").people.records:
        for name, code in record.codes.items():
            found["year" if name.endswith("_year") else name].add(code)
    for target in recomputed("current").targets.targets:
        for name in ("axis", "category_of_region", "sex", "indicator"):
            found[name].add(target.codes[name])
    found["outcome_source"] = set(SOURCES)
    found["indicator"] |= {"CO02", "CO11", "CR04", "CR09", "EECO09", "EECR01", "EECR04"}
    return {name: sorted(codes) for name, codes in found.items()}


def dimensions_of(kpi: Kpi) -> Codes:
    names = MART_DIMENSIONS[kpi.mart]
    return (*names, "outcome_source") if kpi.by_source else names


def draw(kpi: Kpi, members: dict[str, list[str]], chance: Random, known: bool = False) -> Question:
    """Draw up to three groupings and two filters; some ask for a code that nothing has."""
    names = dimensions_of(kpi)
    by = tuple(chance.sample(names, chance.randrange(4)))
    filtered = chance.sample(names, chance.randrange(3))
    if kpi.needs and kpi.needs not in (*by, *filtered):
        by = (*by, kpi.needs)
    where = {name: draw_codes(name, by, members, chance, known) for name in filtered}
    return Question(by, where, chance.choice(("current", "current", "current", "previous")))


def draw_codes(
    name: str, by: Codes, members: dict[str, list[str]], chance: Random, known: bool
) -> Codes:
    codes = members[name]
    most = 1 if name == "outcome_source" and name not in by else min(5, len(codes))
    chosen = chance.sample(codes, chance.randrange(most) + 1)
    nothing = [] if known or most == 1 or chance.random() < 0.8 else ["NESSUNO"]
    return tuple(sorted({*chosen, *nothing} if name != "outcome_source" else chosen))


def differences(kpi: Kpi, row: KpiRow, figure: Expected) -> list[str]:
    """Say in which parts a figure of the package is not the one expected."""
    low, high = figure.interval or (None, None)
    pairs = {
        "numerator": (row.numerator, figure.numerator, 0),
        "denominator": (row.denominator, figure.denominator, 0),
        "value": (row.value, figure.value, FLOAT),
        "low": (row.low, low, FLOAT),
        "high": (row.high, high, FLOAT),
        "immature": (row.immature, figure.immature, 0),
        "eligible": (row.eligible, figure.eligible, 0),
        "unknown_share": (row.unknown_share, figure.unknown_share, FLOAT),
    }
    if kpi.method is Method.COST:
        pairs["numerator"] = (row.numerator, figure.numerator, CENT)
        pairs["value"] = (row.value, figure.value, 1e-7)
    found = [f"{n}: {mine} != {other}" for n, (mine, other, e) in pairs.items() if apart(mine, other, e)]
    told = {"state": row.state, "against": row.against, "worst_case": row.worst_case}
    return found + [f"{n}: {told[n]} != {getattr(figure, n)}" for n in told if told[n] != getattr(figure, n)]


def apart(mine, other, by) -> bool:
    if mine is None or other is None:
        return mine is not other
    return abs(Fraction(mine) - Fraction(other)) > by


def test_nothing(con, recomputed, members):
    import time
    for kpi in PEOPLE_KPIS:
        t=time.time(); bad=0; rows=0; tp=0; first=None
        for n in range(COMBINATIONS):
            q = draw(kpi, members, Random(f"{kpi.name} {n}"))
            t1=time.time()
            got = measure(con, kpi, q.by, Selection.from_codes(q.where, q.slot), rules=EXACT)
            tp+=time.time()-t1
            exp = recomputed(q.slot).measure(kpi, q)
            rows+=len(exp)
            if {r.codes for r in got.rows} != set(exp):
                bad+=1; first = first or (q, 'codes', len(got.rows), len(exp), list({r.codes for r in got.rows} ^ set(exp))[:3])
            for r in got.rows:
                if r.codes in exp:
                    d = differences(kpi, r, exp[r.codes])
                    if d:
                        bad+=1; first = first or (q, r.codes, d)
        print(kpi.name, rows, 'bad', bad, f'{time.time()-t:.2f}s pkg {tp:.2f}', first)
