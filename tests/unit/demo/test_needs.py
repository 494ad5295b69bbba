"""What the demonstration promises of its needs, pacts, links and money."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from cruscotto.demo import manifest
from cruscotto.demo.needs import needs
from cruscotto.demo.operations.portfolio import portfolio
from cruscotto.demo.people import participations
from cruscotto.demo.territory.territory import areas


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / needs.NAMES[name]).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("needs")
    participations.write(folder)
    needs.write(folder)
    return folder


def test_every_region_has_pacts_needs_and_courses_that_answer_them(folder) -> None:
    regions = {area.region_code for area in areas()}
    assert {row["region"] for row in rows(folder, "pacts")} == regions
    assert {row["region"] for row in rows(folder, "needs")} == regions
    region_of = {row["need_id"]: row["region"] for row in rows(folder, "needs")}
    linked = {region_of.get(row["need_id"]) for row in rows(folder, "need_operations")}
    assert len(linked & regions) >= 18


def test_places_keep_to_the_capacity_but_where_they_break_it_on_purpose(folder) -> None:
    capacity: Counter[str] = Counter()
    with (folder / participations.COURSES).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            capacity[row["operation_code"]] += int(row["places"])
    used: Counter[str] = Counter()
    for row in rows(folder, "need_operations"):
        used[row["operation_code"]] += int(row["places"])
    over = [code for code in used if used[code] > capacity[code]]
    assert len([code for code in over if code != "SINT-NESSUNA"]) == 1


def test_excelsior_entries_are_tens_and_belong_to_no_pact(folder) -> None:
    entries = [row for row in rows(folder, "needs") if row["evidence"] == "excelsior"]
    assert len(entries) > 300
    assert all(int(row["positions"]) % 10 == 0 and not row["pact_id"] for row in entries)


def test_money_by_holder_mostly_meets_the_cost_of_the_operation(folder) -> None:
    whole = portfolio(2026)
    codes = participations.operation_codes(whole, range(whole.size)).to_pylist()
    cost = dict(zip(codes, (whole.money.public + whole.money.private).tolist(), strict=True))
    paid: Counter[str] = Counter()
    for row in rows(folder, "funding_sources"):
        paid[row["operation_code"]] += int(row["amount_eur"].replace(",", ""))
    wrong = [code for code, cents in paid.items() if cents != cost[code]]
    assert 0 < len(wrong) < len(paid) / 6


def test_everything_is_labelled_and_nobody_is_named(folder) -> None:
    for name, column in (("pacts", "pact_id"), ("needs", "need_id"), ("signatories", "pact_id")):
        assert all(row[column].startswith("SINT-") for row in rows(folder, name))
    assert all("dimostrativ" in row["body"] for row in rows(folder, "signatories"))


def test_the_same_seed_writes_the_same_bytes_and_the_manifest_lists_them(folder, tmp_path) -> None:
    (tmp_path / participations.COURSES).write_bytes((folder / participations.COURSES).read_bytes())
    for path in needs.write(tmp_path):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert digest == hashlib.sha256((folder / path.name).read_bytes()).hexdigest()
    assert [batch.source for batch in manifest.sources(tmp_path)] == list(needs.NAMES)
