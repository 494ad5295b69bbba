"""Issue 13 on what leaves the product: the command line, its files and the pages.

Every indicator of leaving, by every dimension and pair of dimensions, as sets of linear relations
over whole persons. The attacker reads JSON, CSV and the tables of pages, and calls nothing else.
"""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.config import ROOT, settings
from cruscotto.disclosure import Rules
from cruscotto.disclosure.thresholds import installed_rules
from cruscotto.ui.exhibit import charts

from .attacker import Attacker
from .test_disclosure_attacks import COUNTS, KINDS, RATES, SMALL, broken, learn

NAMES = ("programme", "sex", "age_band", "education")
ASKED = ("participants_count", *RATES)
GUARDED = pytest.mark.parametrize("audience", ["protected", "public"])
TRIED = 16
Row = dict[str, Any]


@pytest.fixture
def reads(attacked: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return `reads(audience, **settings)`: whose figures leave the product until the test ends."""

    def choose(audience: str, **others: str) -> None:
        chosen = {"AUDIENCE": audience, "WAREHOUSE": str(attacked), **others}
        for name, value in chosen.items():
            monkeypatch.setenv(f"CRUSCOTTO_{name}", value)
        settings.cache_clear()
        installed_rules.cache_clear()

    yield choose
    monkeypatch.undo()
    settings.cache_clear()
    installed_rules.cache_clear()


def printed(by: Sequence[str], *kpis: str, where: Sequence[str] = ()) -> list[Row]:
    """Read `cruscotto kpi --format json`."""
    asked = ["kpi", *kpis, "--format", "json", *(["--by", ",".join(by)] if by else [])]
    done = CliRunner().invoke(app, [*asked, *(f"--where={one}" for one in where)])
    assert done.exit_code == 0, done.output
    found: list[Row] = json.loads(done.stdout)
    return found


def exported(by: Sequence[str], kpi: str, folder: Path) -> list[dict[str, str]]:
    """Read the CSV that `cruscotto export kpi` writes."""
    file = folder / f"{kpi}.csv"
    asked = ["export", "kpi", "--kpi", kpi, "--by", ",".join(by), "--style", "plain"]
    done = CliRunner().invoke(app, [*asked, "--out", str(file)])
    assert done.exit_code == 0, done.output
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def parts(row: Row) -> dict[str, float | None]:
    """Return what a row says of each count: leavers follow from the share that is not known."""
    if row["kpi"] == "participants_count":
        return {"participations": row["numerator"]}
    found = {RATES[row["kpi"]]: row["numerator"], "known": row["denominator"]}
    if row["unknown_share"] is not None and row["denominator"]:
        found["leavers"] = round(row["denominator"] / (1 - row["unknown_share"]))
    return found


def recovered(rules: Rules, reads: Callable[..., None], **others: str) -> tuple[int, int, int]:
    """Attack every table that is printed; return how many cells were tried, exact and tight."""
    reads("exact")
    tables = [by for size in range(3) for by in combinations(NAMES, size)]
    truth = {by: printed(by, *ASKED) for by in tables}
    codes = {name: sorted({row[name] for row in truth[(name,)]}) for name in NAMES}
    reads(str(rules.audience), **others)
    attacker, small = Attacker(codes, KINDS), {}
    for by in tables:
        for row in printed(by, *ASKED):
            cell = {name: row[name] for name in by}
            for column, value in parts(row).items():
                if value is not None or column == "participations":
                    learn(attacker, cell, value, rules, COUNTS[column])
        for row in truth[by]:
            for column, value in parts(row).items():
                if value in SMALL:
                    small[(*sorted((n, row[n]) for n in by), column)] = int(value)
    exact = tight = 0
    picked = Random(7).sample(sorted(small, key=str), min(TRIED, len(small)))
    for *cell, column in picked:
        hits = broken(attacker, [(dict(cell), small[(*cell, column)])], COUNTS[column])
        exact, tight = exact + hits[0], tight + hits[1]
    print(f"{rules.audience}: {len(picked)} of {len(small)} tried, {exact} exact, {tight} tight")
    return len(picked), exact, tight


@GUARDED
def test_all_that_the_command_line_prints_together_gives_no_small_count(reads, audience) -> None:
    assert recovered(Rules(audience=audience), reads) == (TRIED, 0, 0)


def test_without_noise_the_command_line_would_give_small_counts(reads, no_noise) -> None:
    _, exact, _ = recovered(no_noise, reads, NOISE_TABLE=str(no_noise.noise_table))
    assert exact > 0


@GUARDED
@pytest.mark.parametrize("kpi", ["participants_count", "completion_rate"])
def test_a_file_gives_what_is_printed_and_no_more(reads, audience, kpi, tmp_path) -> None:
    reads(audience)
    by = ("programme", "age_band")
    lines = {(row["programme"], row["age_band"]): row for row in exported(by, kpi, tmp_path)}
    rows = printed(by, kpi)
    assert len(rows) == len(lines)
    assert {row["state"] for row in rows} > {"shown"}
    for row in rows:
        for name in ("numerator", "denominator"):
            written = lines[row["programme"], row["age_band"]].get(name) or None
            assert (None if written is None else float(written)) == row[name]


@GUARDED
def test_a_page_gives_what_is_printed_and_no_more(reads, audience, monkeypatch) -> None:
    reads(audience)
    monkeypatch.setattr(charts, "is_open", lambda _: True)
    page = AppTest.from_file(ROOT / "cruscotto/ui/shell/frame.py", default_timeout=60)
    page.run()
    page.switch_page("../../../pages/outcomes.py")
    tables = [one.value for one in page.run().dataframe]
    table = next(one for one in tables if list(one.columns[:2]) == ["dimension", "group"])
    shown = sorted(
        (int(part), int(whole))
        for part, whole in zip(table["numerator"], table["denominator"], strict=True)
        if whole == whole and whole > 0
    )
    by_kind = [
        (row["numerator"], row["denominator"])
        for name in ("sex", "age_band", "education", "entry_status", "vulnerable")
        for row in printed((name,), "placement_rate_6m")
        if row["state"] == "shown"
    ]
    assert shown
    assert set(shown) <= set(by_kind)
    # what is hidden is minus infinity in a table that sorts, and nothing else of it is there
    assert not page.exception
