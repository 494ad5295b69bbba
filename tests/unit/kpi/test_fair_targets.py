"""Moved targets: composition alone leaves the adjusted gap where it was, and sheets are whole."""

from dataclasses import replace

import numpy as np
import pytest

from cruscotto.change.standardised import parts, standardise
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.change.explained import Cause, Explained, Part
from cruscotto.kpi.change.fair_targets import FairTarget, fair_target, last_years
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.wording.fair_targets import COLUMNS, as_row, sentence
from cruscotto.kpi.wording.phrases import selection_in_words

RATE = KPIS["placement_rate_6m"]
EXACT = Rules(audience="exact")


def result(met: float, known: float, year: str) -> KpiResult:
    share = met / known
    row = KpiRow((), met, known, share, State.SHOWN, low=share - 0.05, high=share + 0.05)
    return KpiResult(RATE, (), Selection.of(year=year), (row,))


@pytest.mark.parametrize("seed", range(20))
def test_people_who_change_and_do_as_well_move_the_adjusted_gap_by_nothing(seed) -> None:
    rng = np.random.default_rng(seed)
    kinds = [(str(n),) for n in range(8)]
    rates = rng.uniform(0.1, 0.9, 8)
    sizes = rng.integers(50, 500, (2, 8)).astype(float)
    sides = [{k: (r * n, n) for k, r, n in zip(kinds, rates, size, strict=True)} for size in sizes]
    sums = [tuple(map(float, np.sum(list(side.values()), axis=0))) for side in sides]
    standard = standardise(*sides, 10)
    composition, rate = parts(*sums, standard.first_at_second, standard.second_at_first)
    made = (Part(Cause.COMPOSITION, composition), Part(Cause.RATE, rate))
    ends = [result(*pair, year) for pair, year in zip(sums, ("2020", "2021"), strict=True)]
    moved = FairTarget(Explained(RATE, "year", *ends, made), float(ends[0].value()), composition)
    assert abs(ends[1].value() - ends[0].value()) > 1e-4
    assert round(moved.gap, 12) == 0.0
    assert "differenza di 0,0 punti" in sentence(moved, "it")


@pytest.mark.parametrize(("share", "is_written"), [(0.82, True), (0.3, False)])
def test_the_band_stands_beside_a_year_mostly_not_known(share, is_written) -> None:
    ends = [result(60, 100, "2023"), result(70, 100, "2025")]
    row = replace(ends[1].rows[0], unknown_share=share, worst_case=(0.129, 0.949))
    change = Explained(RATE, "year", ends[0], replace(ends[1], rows=(row,)), ())
    written = sentence(FairTarget(change, 0.6, 0.0), "it")
    assert ("fra 12,9 % e 94,9 %" in written) is is_written


def test_a_target_moves_by_the_people_and_the_market_of_real_records(people) -> None:
    sides = tuple(Selection.of(year=year) for year in ("2020", "2021"))
    found = fair_target(people, RATE, sides, EXACT)
    one, two = (measure(people, RATE, (), side, EXACT).value() for side in sides)
    assert found.level == one
    assert found.gap == pytest.approx(two - found.target)
    assert found.target == pytest.approx(one + found.composition + (found.market or 0.0))
    agreed = fair_target(people, RATE, sides, EXACT, level=0.6)
    assert agreed.gap - found.gap == pytest.approx(one - 0.6)
    assert list(as_row(found)) == list(COLUMNS)


def test_a_hidden_figure_has_no_target_and_nothing_beside_it(people) -> None:
    sides = tuple(Selection.of(year=year, region="ITC2", sex="X") for year in ("2020", "2021"))
    found = fair_target(people, RATE, sides, Rules())
    assert found.target is None
    row = as_row(found)
    assert {row[name] for name in ("first", "observed", "gap", "numerator")} == {None}
    assert row["state"] != "shown"
    assert sentence(found, "en")


def test_the_last_years_are_over_and_mature() -> None:
    def of(year: str, immature: int = 0) -> KpiRow:
        return KpiRow((year,), 5, 10, 0.5, State.SHOWN, eligible=10, immature=immature)

    rows = (of("2019"), of("2020"), of("2021", 5), of("2022"), of("unknown"))
    found = KpiResult(RATE, ("year",), Selection(), rows, editions=("2022-06-30",))
    assert last_years(found) == ("2019", "2020")
    assert last_years(KpiResult(RATE, ("year",), Selection(), rows[:1])) is None


@pytest.mark.parametrize(("lang", "left"), [("it", "di chi è uscito nel"), ("en", "who left in")])
def test_the_sentence_states_that_the_years_are_those_of_leaving(lang, left) -> None:
    ends = [result(60, 100, "2023"), result(70, 100, "2025")]
    found = FairTarget(Explained(RATE, "year", *ends, ()), 0.6, 0.0)
    assert f"{left} 2023" in sentence(found, lang)
    words = selection_in_words(Selection.of(year="2025"), lambda name: {"2025": "2025"}, "it", RATE)
    assert words == "anno di uscita 2025"
