"""Issue 3, acceptance 1: every indicator of people, recomputed apart from the package, agrees.

5,000 random participations, and for each indicator 50 random combinations of groupings and
filters, in `exact`. What is expected is computed by the modules beside this one, which read
the CSV files and import nothing of the package.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import settings as of_hypothesis
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.config import REFERENCE, ROOT
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.analysis.durations import first_job
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import EARNINGS_KPIS, MART_DIMENSIONS, PEOPLE_KPIS
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.sources.importing import Batch, import_batches
from cruscotto.warehouse import reader

from .everything import BY_SOURCE, Files, Question, Recomputation
from .first_jobs import fate
from .people import Codes, Expected
from .random_participations import LATER, draw_files
from .records import DUE, by_person, read, read_records

COMBINATIONS = of_hypothesis().max_examples // 2  # fifty in `make thorough`
EXACT = Rules(audience="exact")
# Counts, decimals and states agree exactly, quotients to twelve figures; money that is parted
# between the regions of an operation agrees to a ten-thousandth of a euro.
RELATIVE, EURO = Fraction(1, 10**12), Fraction(1, 10**4)

ALL_KPIS = (*PEOPLE_KPIS, *EARNINGS_KPIS)
every_kpi = pytest.mark.parametrize("kpi", ALL_KPIS, ids=lambda kpi: kpi.name)
every_mart = pytest.mark.parametrize("mart", sorted({kpi.mart for kpi in ALL_KPIS}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recomputed")


@pytest.fixture(scope="module")
def drawn(folder: Path, operation: Any, write_opencoesione: Any) -> tuple[Path, Files]:
    areas = [row["nuts2"] for row in read(REFERENCE / "regions.csv")]
    operations, files = draw_files(folder, operation, areas)
    return write_opencoesione(folder / "operations.csv", operations), files


@pytest.fixture(scope="module")
def link(drawn: tuple[Path, Files], folder: Path) -> Path:
    """Import every file as a user would, and return the warehouse."""
    path, files = drawn
    batches = [Batch("opencoesione", LATER, (path,))]
    batches += [Batch(s, edition, (f,)) for s, listed in files.items() for edition, f in listed]
    import_batches(batches, folder / "w.duckdb")
    return folder / "w.duckdb"


@pytest.fixture(scope="module")
def con(link: Path) -> Any:
    return reader(link)


@pytest.fixture(scope="module")
def recomputed(drawn: tuple[Path, Files]) -> Any:
    """Return `recomputed(slot)`, computed once."""
    path, files = drawn
    return cache(lambda slot: Recomputation(files, path, REFERENCE, slot))


@pytest.fixture(scope="module")
def members(recomputed: Any) -> dict[str, list[str]]:
    return recomputed("current").members()


@pytest.fixture
def exact(setting: Any) -> None:
    """Set the audience of this process as an installation would."""
    setting(audience="exact")


def draw(
    names: Codes, members: dict[str, list[str]], chance: Random, needs: str | None
) -> Question:
    """Draw none to three groupings and none to two filters of some dimensions."""
    by = tuple(chance.sample(names, chance.randrange(4)))
    filtered = chance.sample(names, chance.randrange(3))
    where = {name: draw_codes(name, by, members[name], chance) for name in filtered}
    if needs and needs not in by and len(where.get(needs, ())) != 1:
        by = (*by, needs)
    return Question(by, where, chance.choice(("current", "current", "current", "previous")))


def draw_codes(name: str, by: Codes, codes: list[str], chance: Random) -> Codes:
    # registers and survey are never added up: without a grouping only one may be asked for
    most = 1 if name == "outcome_source" and name not in by else min(5, len(codes))
    return tuple(sorted(chance.sample(codes, chance.randrange(most) + 1)))


def dimensions_of(kpi: Kpi) -> Codes:
    own = ("outcome_source",) if kpi.by_source else ()
    return (*MART_DIMENSIONS[kpi.mart], *own)


def parts_of(row: KpiRow) -> dict[str, Any]:
    names = ("numerator", "denominator", "low", "high", "unknown_share", "eligible", "immature")
    told = {name: getattr(row, name) for name in (*names, "value", "worst_case", "against")}
    return told | {"state": str(row.state)}


def differences(kpi: Kpi, told: dict[str, Any], figure: Expected) -> list[str]:
    """Say in which parts a figure that is told is not the one expected."""
    return [
        f"{name}: {part}, expected {getattr(figure, name)}"
        for name, part in told.items()
        if part != getattr(figure, name) and not is_near(kpi, name, part, getattr(figure, name))
    ]


def is_near(kpi: Kpi, name: str, told: Any, expected: Any) -> bool:
    """Allow for the last digits of quotients, and of the parts of an operation's money."""
    if None in (told, expected) or isinstance(told, str | tuple):
        return False
    apart = abs(Fraction(told) - Fraction(expected))
    if kpi.method is Method.COST and name in ("numerator", "value"):
        return apart <= EURO
    return isinstance(told, float) and apart <= RELATIVE * max(1, abs(Fraction(expected)))


def compare(
    kpi: Kpi, asked: Question, told: dict[Codes, dict[str, Any]], recomputed: Any
) -> list[str]:
    """Return all that differs between two answers, rows that only one of them has included."""
    book = recomputed(asked.slot)
    expected = book.measure(kpi.name, asked)
    if kpi.unknown_of:
        # the unknown beside a cost are those of the rate of the same outcome
        rates = book.measure(kpi.unknown_of, asked)
        shares = {code: one.unknown_share for code, one in rates.items() if one.state == "shown"}
        for code, one in told.items():
            beside = shares.get(code) if one["state"] == "shown" else None
            assert one.pop("unknown_share") == beside
    alone = [f"{asked} {codes}: in one answer alone" for codes in told.keys() ^ expected.keys()]
    return alone + [
        f"{asked} {codes} {difference}"
        for codes in told.keys() & expected.keys()
        for difference in differences(kpi, told[codes], expected[codes])
    ]


@every_kpi
def test_every_figure_of_people_is_the_one_recomputed(kpi, con, recomputed, members) -> None:
    states: Counter[str] = Counter()
    for number in range(COMBINATIONS):
        chance = Random(f"{kpi.name} {number}")
        asked = draw(dimensions_of(kpi), members, chance, kpi.needs)
        chosen = Selection.from_codes(asked.where, asked.slot)
        rows = measure(con, kpi, asked.by, chosen, rules=EXACT).rows
        told = {row.codes: parts_of(row) for row in rows}
        assert not compare(kpi, asked, told, recomputed)
        states.update(str(row.state) for row in rows)
    assert states["shown"] > 2 * COMBINATIONS
    assert states["immature"] or not kpi.name.startswith("placement_rate")


def answers(output: str, kpi: Kpi, by: Codes) -> dict[Codes, dict[str, Any]]:
    """Return what the command line told of one indicator."""
    rows = [row for row in json.loads(output) if row["kpi"] == kpi.name]
    assert {row["audience"] for row in rows} <= {"exact"}
    names = (
        "numerator",
        "denominator",
        "value",
        "low",
        "high",
        "unknown_share",
        "immature",
        "state",
    )
    return {tuple(row[name] for name in by): {name: row[name] for name in names} for row in rows}


def arguments(kpis: list[Kpi], asked: Question) -> list[str]:
    by = [text for name in asked.by for text in ("--by", name)]
    where = [f"--where={name}={','.join(codes)}" for name, codes in asked.where.items()]
    return ["kpi", *(kpi.name for kpi in kpis), *by, *where, "--format", "json"]


@every_mart
def test_the_command_line_tells_the_figures_recomputed(
    mart, link, recomputed, members, exact
) -> None:
    kpis = [kpi for kpi in ALL_KPIS if kpi.mart == mart]
    for number in range(3):
        drawn = draw(MART_DIMENSIONS[mart], members, Random(f"{mart} {number}"), kpis[0].needs)
        asked = Question(drawn.by, drawn.where)
        command = ["--warehouse", str(link), *arguments(kpis, asked)]
        done = CliRunner().invoke(app, command)
        assert done.exit_code == 0, done.output
        for kpi in kpis:
            told = answers(done.stdout, kpi, asked.by)
            assert not compare(kpi, asked, told, recomputed)


def test_placement_by_region_and_sex_from_a_shell_is_the_one_recomputed(link, recomputed) -> None:
    asked = Question(("region", "sex"), {})
    kpis = [kpi for kpi in PEOPLE_KPIS if kpi.name in BY_SOURCE]
    done = subprocess.run(
        [sys.executable, "-m", "cruscotto", "--warehouse", str(link), *arguments(kpis, asked)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=os.environ | {"CRUSCOTTO_AUDIENCE": "exact"},
    )
    for kpi in kpis:
        assert not compare(kpi, asked, answers(done.stdout, kpi, asked.by), recomputed)


def test_the_draw_has_every_hard_case(drawn, recomputed) -> None:
    told = read_records(drawn[1]["participations"])
    records = recomputed("current").people.records
    assert len([r for r in told if r.edition == LATER]) > 5000
    assert len([same for same in by_person(told).values() if len(same) > 2]) > 50
    left = [r for r in records if r.left]
    for due in DUE.values():
        # on the very day a status may be told, and the day before
        assert {(r.edition - due(r.exit)).days for r in left} >= {-1, 0, 1}
    assert {(r.exit.month, r.exit.day) for r in left} >= {(2, 28), (2, 29), (4, 30), (8, 31)}
    assert {r.edition for r in records} == {edition for edition, _ in drawn[1]["participations"]}
    assert {r.source for r in records} == {"", "register", "survey"}
    assert any(r.exit and r.exit > r.edition for r in records)
    assert any(r.codes["period"] == "unknown" for r in records)


@pytest.mark.parametrize("where", [{}, {"region": ("ITG1",)}, {"sex": ("F",)}])
def test_first_jobs_are_those_recomputed(con, recomputed, where) -> None:
    people = [
        r
        for r in recomputed("current").people.records
        if r.is_jobless
        and r.source == "register"
        and all(r.codes[name] in codes for name, codes in where.items())
    ]
    fates = [fate(r) for r in people]
    found = first_job(con, Selection.from_codes(where), EXACT)
    neither, had = Fraction(1), Fraction(0)
    for place, step in enumerate(found.steps):
        now = [f[place] for f in fates if len(f) > place]
        assert (step.followed, step.events, step.others) == (
            len(now),
            now.count("job"),
            now.count("study"),
        )
        had += neither * Fraction(now.count("job"), len(now))
        neither *= Fraction(now.count("-"), len(now))
        assert found.reached[place].had == pytest.approx(float(had), abs=1e-12)
    assert len(found.steps) == 3
