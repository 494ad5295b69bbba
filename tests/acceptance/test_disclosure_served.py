"""Issue 13 on what leaves the product: the command line, its files and the pages.

Every indicator of leaving, by every dimension and pair of dimensions, as sets of linear relations
over whole persons. The attacker reads JSON, CSV and the tables of pages, and calls nothing else.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from typer.testing import CliRunner

from cruscotto.access import NOBODY, close, grants, tokens
from cruscotto.api.mount import mounted
from cruscotto.cli.main import app
from cruscotto.kpi.query.counts import SENSITIVE_INDICATORS
from cruscotto.ui.exhibit import charts

from .attacker import Attacker
from .test_disclosure_attacks import COUNT, PROTECTED, PUBLIC, SMALL, bound, broken, seems

NAMES = ("programme", "sex", "age_band")
NOISE, EXTRA = bound(PROTECTED), bound(PUBLIC) - bound(PROTECTED)
# The most that a hidden count of several authorities seems to be.
HIDDEN = seems(PROTECTED) + NOISE
GUARDED = pytest.mark.parametrize("audience", ["protected", "public"])
TRIED = 10
Row = dict[str, Any]


@pytest.fixture
def reads(attacked: Path, setting: Callable[..., None]) -> Callable[..., None]:
    """Return `reads(audience, **settings)`: whose figures leave the product until the test ends."""
    return lambda audience, **others: setting(
        **{"AUDIENCE": audience, "WAREHOUSE": str(attacked)} | others
    )


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


# ---------------------------------------------------------------- all indicators, all who read
def outcomes(horizon: str) -> tuple[str, ...]:
    """Return the kinds of leavers by what became of them: those who had work at entry first."""
    kinds = ("at work", "early", "elsewhere", "unknown", "failed", "placed")
    return tuple(f"{horizon} {kind}" for kind in kinds)


LEAVING = ("stays", "unknown", "completed", "job", "other")
PLACED = {horizon: outcomes(horizon) for horizon in ("28d", "6m", "12m")}
CONTRACTS = ("no contract", "fixed term", "permanent")
JOBS = ("no occupation", "another job", "coherent")
BETTER = tuple(f"better {kind}" for kind in ("jobless", "early", "unknown", "same", "improved"))
ANSWERS = ("no answer", "unqualified", "qualified")
PAID = ("no pay", "pay before", "pay after", "both pays")
PAID_6M = ("no pay at 6m", "pay at 6m")
ENTRY = ("short", "long", "idle", "in education", "employed")
SCHOOL = ("school", "diploma", "degree")
VULNERABLE = ("plain", "vulnerable")
# Common indicators of those who entered and of those who left, each with whom it is among.
ENTERED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("CO15", "CO16", "CO17", "CO18"), VULNERABLE[1:]),
    "CO08": ENTRY[:3],
    "CO19": ENTRY,
}
LEFT: dict[str, tuple[str, ...]] = {
    "CR01": ENTRY[2:4],
    "CR02": LEAVING[1:],
    "CR05": VULNERABLE[1:],
    "CR07": ENTRY[4:],
    "CR08": (*PLACED["6m"][2:3], *PLACED["6m"][5:]),
    "CR09": (*PLACED["6m"][2:3], *PLACED["6m"][5:]),
}


def flags(code: str) -> tuple[str, str]:
    """Return the kinds that one indicator holds apart: those it does not count and the others."""
    return f"not {code}", code


CHAINED = (CONTRACTS, JOBS, BETTER, ANSWERS, PAID, PAID_6M, ENTRY, SCHOOL, VULNERABLE)
FLAGS = tuple(flags(code) for code in (*ENTERED, *LEFT))
EVERY_KIND = tuple(k for kinds in (LEAVING, *PLACED.values(), *CHAINED, *FLAGS) for k in kinds)
# A rate's numerator, denominator, those who could be known and those at risk, as kinds of persons.
CHAINS = {
    "completion_rate": (LEAVING[2:3], LEAVING[2:], LEAVING[1:]),
    "dropout_rate": (LEAVING[3:], LEAVING[2:], LEAVING[1:]),
    "dropout_for_job_rate": (LEAVING[3:4], LEAVING[2:], LEAVING[1:]),
    "qualification_rate": (ANSWERS[2:], ANSWERS[1:], ANSWERS),
    **{
        f"placement_rate_{horizon}": (kinds[5:], kinds[4:], kinds[2:], kinds[1:])
        for horizon, kinds in PLACED.items()
    },
    "permanent_share_6m": (CONTRACTS[2:], CONTRACTS[1:], CONTRACTS),
    "coherent_placement_rate_6m": (JOBS[2:], JOBS[1:], JOBS),
    "improvement_rate_6m": (BETTER[4:], BETTER[3:], BETTER[2:], BETTER[1:]),
    "vulnerable_share": (VULNERABLE[1:], VULNERABLE),
}
INDICATORS = {
    "CO01": ENTRY[:2],
    "CO02": ENTRY[1:2],
    "CO03": ENTRY[2:4],
    "CO04": ENTRY[2:3],
    "CO05": ENTRY[4:],
    "CO09": SCHOOL[:1],
    "CO10": SCHOOL[1:2],
    "CO11": SCHOOL[2:],
    "CR03": ANSWERS[2:],
    "CR04": (*PLACED["28d"][2:3], *PLACED["28d"][5:]),
    "CR06": (*PLACED["6m"][2:3], *PLACED["6m"][5:]),
    **{code: (code,) for code in (*ENTERED, *LEFT)},
}
# Whom a quantile or a ratio counts: the part of its row that holds it, and the kinds.
AMOUNTS = {
    "median_earnings_before_12m_eur": ("denominator", (PAID[1], PAID[3])),
    "median_earnings_6m_eur": ("denominator", PAID_6M[1:]),
    "lower_quartile_earnings_12m_eur": ("denominator", PAID[2:]),
    "median_earnings_12m_eur": ("denominator", PAID[2:]),
    "median_earnings_change_eur": ("denominator", PAID[3:]),
    "coverage_per_1000_unemployed": ("numerator", ENTRY[:2]),
}
# Public money over persons gives the persons; these are not asked by sex or by age.
COSTS = {
    "cost_per_participant_eur": ("denominator", LEAVING),
    "cost_per_placed_6m_eur": ("denominator", PLACED["6m"][5:]),
}
# Women beside men, who are not asked by sex.
BY_SEX = {"placement_gender_gap_6m_pp": (PLACED["6m"][5:], PLACED["6m"][4:])}
WOMEN = {"women_access_ratio": ("numerator", LEAVING)}
COLUMNS = ("numerator", "denominator", "eligible", "at risk")
ALL_ASKED = (COUNT, *CHAINS, *AMOUNTS)
# Authorities that pool what they read; the programmes that are theirs.
POOLED = {"ITG1": "2014IT05SFOP014", "ITI1": "2014IT05SFOP015"}
AUTHORITIES = 5


def linked(codes: Mapping[str, Sequence[str]]) -> Attacker:
    """Return an attacker who knows which kinds of persons are the same persons."""
    attacker = Attacker(codes, EVERY_KIND)
    for kinds in (*PLACED.values(), BETTER, ANSWERS, PAID, PAID_6M, *map(flags, LEFT)):
        attacker.link(LEAVING[1:], kinds)
    for kinds in PLACED.values():
        attacker.link(BETTER[1:], kinds[:1])
    for kinds in (CONTRACTS, JOBS):
        attacker.link(PLACED["6m"][5:], kinds)
    for kinds in (VULNERABLE, ENTRY, SCHOOL, *map(flags, ENTERED)):
        attacker.link(LEAVING, kinds)
    for code, wider in (ENTERED | LEFT).items():
        attacker.within((code,), wider)
    attacker.within(BETTER[4:], ("CR07",))
    return attacker


@dataclass(frozen=True)
class Stated:
    """What a row says of a set of kinds: how many they are, of women alone or of everybody."""

    kinds: tuple[str, ...]
    value: float | None
    of_women: bool = False


def counts(row: Row) -> list[Stated]:
    """Return what a row says of sets of kinds, each within the next.

    The known share gives those who could be known.
    """
    name = row["kpi"]
    if name == COUNT:
        return [Stated(LEAVING, row["numerator"])]
    if name == "common_indicator_count":
        kinds = INDICATORS.get(row["indicator"])
        return [Stated(kinds, row["numerator"])] if kinds else []
    if name in AMOUNTS | COSTS | WOMEN:
        part, kinds = (AMOUNTS | COSTS | WOMEN)[name]
        return [Stated(kinds, row[part], name in WOMEN)]
    found = [row["numerator"], row["denominator"]]
    if name in BY_SEX:
        return [Stated(k, value, True) for k, value in zip(BY_SEX[name], found, strict=True)]
    if row["unknown_share"] is not None and row["denominator"]:
        found.append(round(row["denominator"] / (1 - row["unknown_share"])))
        if row["immature"] is not None:
            found.append(found[-1] + row["immature"])
    return [Stated(k, value) for k, value in zip(CHAINS[name], found, strict=False)]


def is_sensitive(row: Row) -> bool:
    """Return whether a row is about those whose few are ten and less, and whose all are hidden."""
    return row["kpi"] == "vulnerable_share" or row.get("indicator") in SENSITIVE_INDICATORS


def take_in(attacker: Attacker, names: Sequence[str], row: Row, off: int) -> None:
    """Write down what a row says; a figure of others is off by no more than the noise can be."""
    least = 10 if is_sensitive(row) else PROTECTED.threshold
    is_count = row["kpi"] in (COUNT, "common_indicator_count") and not is_sensitive(row)
    for one in counts(row):
        where = {name: row[name] for name in names} | ({"sex": "F"} if one.of_women else {})
        value, kinds = one.value, one.kinds
        if row["audience"] == "exact" or value == 0:
            attacker.learn(where, value or 0, value or 0, kinds)
        elif value is not None:
            low = max(least, value - off) if off else value
            attacker.learn(where, low, value + off, kinds)
        elif is_count:
            attacker.learn(where, 1, HIDDEN + off, kinds)


TABLES = [by for size in range(3) for by in combinations(NAMES, size)]


def asked_of(by: Sequence[str]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return what a table is made of: not every indicator is counted by sex and by age."""
    asked = [((*by,), ALL_ASKED)]
    if "age_band" not in by:
        asked.append(((*by, "indicator"), ("common_indicator_count",)))
    if "sex" not in by:
        asked.append(((*by,), (*BY_SEX, *WOMEN)))
    return [*asked, ((*by,), (*COSTS,))] if {*by} <= {"programme"} else asked


def few(rows: Sequence[Row], by: Sequence[str]) -> dict[Any, int]:
    """Return the small counts of exact rows, and of what one count lacks of the next."""
    found = {}
    for row in rows:
        if row.get("programme") in POOLED.values():
            continue
        cell, stated = tuple((n, row[n]) for n in by), counts(row)
        women = (("sex", "F"),) if stated and stated[0].of_women else ()
        for one in stated:
            found[cell + women, one.kinds] = one.value or 0
        for inner, outer in pairwise(stated):
            lacking = tuple(k for k in outer.kinds if k not in inner.kinds)
            found[cell + women, lacking] = (outer.value or 0) - (inner.value or 0)
    return {key: int(value) for key, value in found.items() if value in SMALL}


Reading = tuple[Callable[..., list[Row]], int]


def recovered(
    exactly: Callable[..., list[Row]], readings: Sequence[Reading], tried: int = TRIED
) -> tuple[int, int]:
    """Attack every table that is read, all together; return how many are exact and tight.

    Args:
        exactly: reads a table as it is.
        readings: read a table, and how far off a figure of others can be.
        tried: how many small counts are tried.
    """
    truth = {by: exactly(by) for by in TABLES}
    codes = {name: sorted({row[name] for row in truth[(name,)]}) for name in NAMES}
    attacker, small = linked(codes), {}
    for by in TABLES:
        small |= few(truth[by], by)
        for read, off in readings:
            for row in read(by):
                take_in(attacker, by, row, off)
    picked = Random(7).sample(sorted(small, key=str), tried)
    exact = tight = 0
    for cell, kinds in picked:
        hits = broken(attacker, [(dict(cell), small[cell, kinds])], kinds)
        exact, tight = exact + hits[0], tight + hits[1]
    asked = {kpi for by in TABLES for _, kpis in asked_of(by) for kpi in kpis}
    print(f"{len(readings)} readers, {len(asked)} indicators: ", end="")
    print(f"{tried} of {len(small)} tried, {exact} exact, {tight} tight")
    return exact, tight


@pytest.fixture
def everything(reads: Callable[..., None]) -> Callable[..., Callable[..., list[Row]]]:
    """Return `everything(audience, **settings)`: what the command line prints to an audience."""

    def chosen(audience: str, **others: str) -> Callable[..., list[Row]]:
        def read(by: Sequence[str]) -> list[Row]:
            reads(audience, **others)
            return [row for names, kpis in asked_of(by) for row in printed(names, *kpis)]

        return read

    return chosen


@pytest.fixture
def called(
    attacked: Path, reads: Callable[..., None], tmp_path: Path
) -> Iterator[Callable[..., Callable[..., list[Row]]]]:
    """Return `called(authority)`: what the API answers to a program of an authority."""
    link = tmp_path / "w.duckdb"
    link.symlink_to(attacked)
    sign_in = {"OIDC_ISSUER": "https://id.example.it", "OIDC_CLIENT_ID": "c"}
    sign_in |= {"OIDC_CLIENT_SECRET": "s", "PUBLIC_ADDRESS": "https://c.example.it"}
    sign_in |= {"WAREHOUSE": str(link), "API_PER_MINUTE": "1000000"}
    with TestClient(Starlette(routes=[mounted(lambda _: NOBODY)])) as client:

        def chosen(authority: str) -> Callable[..., list[Row]]:
            grants.grant(link, grants.made(authority, "authority", authority))
            token = {"Authorization": f"Bearer {tokens.issue(link, authority, 1)}"}

            def read(by: Sequence[str]) -> list[Row]:
                reads("protected", **sign_in)
                close()
                answers = [
                    client.get("/api/v1/kpi", params={"name": kpis, "by": names}, headers=token)
                    for names, kpis in asked_of(by)
                ]
                close(False)
                return [row for answer in answers for row in answer.json()]

            return read

        yield chosen
    close(False)


def test_all_indicators_of_all_who_read_together_give_no_small_count(everything, called) -> None:
    """Two audiences of the command line and two authorities of the API: each alone learns less."""
    readings = [(everything("protected"), NOISE), (everything("public"), NOISE + EXTRA)]
    # an authority reads a sum of the others, each with a noise of its own
    readings += [(called(authority), NOISE * (AUTHORITIES - 1)) for authority in POOLED]
    assert recovered(everything("exact"), readings) == (0, 0)


def test_without_noise_the_indicators_would_give_small_counts(everything, no_noise) -> None:
    read = everything("protected", NOISE_TABLE=str(no_noise.noise_table))
    exact, _ = recovered(everything("exact"), [(read, 0)], tried=4)
    assert exact > 1


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


# ---------------------------------------------------------------- pages
KINDS_OF_PERSON = ("sex", "age_band", "education", "entry_status", "vulnerable")
PLACEMENTS = tuple(f"placement_rate_{horizon}" for horizon in PLACED)
TOTALS = (*CHAINS, "qualification_rate", "coherent_placement_rate_6m")
# The tables of pages by their first columns, and which printed figures theirs are.
SHOWN: dict[tuple[str, ...], Sequence[tuple[tuple[str, ...], Sequence[str]]]] = {
    ("step", "value"): [((), TOTALS)],
    ("dimension", "group"): [((name,), ("placement_rate_6m",)) for name in KINDS_OF_PERSON],
    ("year", "horizon"): [(("year",), PLACEMENTS)],
    ("theme", "programme"): [(("theme", "programme"), ("cost_per_participant_eur",))],
    ("name", "value", "note", "low"): [(("region",), ("placement_rate_6m",))],
    ("indicator", "total"): [
        (("indicator", *by), ("common_indicator_count",)) for by in ((), ("sex",))
    ],
    ("name", "operations_count"): [
        (("programme",), ("participants_count", "completion_rate", "placement_rate_6m"))
    ],
}
PARTS, VALUES = ("numerator", "denominator"), ("total", *"FMX", *ALL_ASKED)
PAGES = {
    "outcomes": {("step", "value"), ("dimension", "group"), ("year", "horizon")}
    | {("theme", "programme"), ("indicator", "total")},
    "regions": {("name", "value", "note", "low")},
    "authorities": {("name", "operations_count")},
}


def visible(table: Any, names: Sequence[str]) -> set[tuple[float, ...]]:
    """Return the figures of a table; what is hidden is minus infinity in one that sorts."""
    columns = [[name] for name in table.columns if name in VALUES]
    columns = [list(PARTS)] if set(PARTS) <= set(table.columns) else columns
    assert columns, names
    rows = {tuple(map(float, row)) for listed in columns for row in table[listed].to_numpy()}
    return {row for row in rows if np.isfinite(row).all()}


@pytest.mark.parametrize(
    ("audience", "name"),
    [
        ("protected", "outcomes"),
        ("public", "outcomes"),
        ("public", "regions"),
        ("protected", "authorities"),
    ],
)
def test_the_tables_of_a_page_give_what_is_printed_and_no_more(
    reads, audience, name, monkeypatch, opened
) -> None:
    reads(audience)
    monkeypatch.setattr(charts, "is_open", lambda _: True)
    page = opened(name, kpi="placement_rate_6m")
    tables = [one.value for one in page.dataframe]
    assert not page.exception
    found = set()
    for table in tables:
        first = next((n for n in SHOWN if tuple(table.columns[: len(n)]) == n), None)
        if first is None:
            continue
        found.add(first)
        rows = [row for by, kpis in SHOWN[first] for row in printed(by, *kpis)]
        is_parts = set(PARTS) <= set(table.columns)
        figures = {
            tuple(row[part] for part in PARTS) if is_parts else (row["value"],)
            for row in rows
            if row["value"] is not None
        }
        seen = visible(table, first)
        assert seen
        assert seen <= {tuple(float(n or 0) for n in figure) for figure in figures}, first
    assert found >= PAGES[name]
