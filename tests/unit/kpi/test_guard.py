"""What the guard between the query and the reader hides, and what an attacker still learns."""

from itertools import combinations
from typing import Any

import pytest

from cruscotto.disclosure import TOTAL, Protection, Rules, attack, breaches
from cruscotto.disclosure.noise import table_for
from cruscotto.errors import NeedsDimension, TooFine
from cruscotto.kpi.analysis.comparison import compare
from cruscotto.kpi.query import guard
from cruscotto.kpi.query.counts import steps
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS, PEOPLE_KPIS
from cruscotto.kpi.registry.model import Method

EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
COUNT, RATE = KPIS["participants_count"], KPIS["placement_rate_6m"]
every_people_kpi = pytest.mark.parametrize("kpi", PEOPLE_KPIS, ids=lambda k: k.name)
OF_PERSONS = (Method.PARTICIPATIONS, Method.PERSONS, Method.RATE)
Cells = dict[tuple[str, ...], tuple[int, ...] | None]


def parts(row: Any) -> tuple[int, ...] | None:
    """Return the persons a row of a rate tells: those with the outcome and those without."""
    if row.state is State.HIDDEN:
        return None
    return int(row.numerator), int(row.denominator) - int(row.numerator)


def page(con: Any, by: tuple[str, ...], rules: Rules) -> Cells:
    """Return a result with its grand total and the totals along each of its dimensions."""
    found: Cells = {row.codes: parts(row) for row in measure(con, RATE, by, rules=rules).rows}
    for place, name in enumerate(by):
        for row in measure(con, RATE, (name,), rules=rules).rows:
            found[(TOTAL,) * place + row.codes + (TOTAL,) * (len(by) - place - 1)] = parts(row)
    found[(TOTAL,) * len(by)] = parts(measure(con, RATE, (), rules=rules).rows[0])
    return found


def test_the_installation_protects_unless_it_is_told_otherwise(people) -> None:
    result = measure(people, COUNT, ("programme", "sex"))
    assert str(result.audience) == "protected"
    assert State.HIDDEN in {row.state for row in result.rows}


def test_figures_of_money_belong_to_no_audience(people) -> None:
    assert measure(people, KPIS["payments_eur"]).audience is None


@every_people_kpi
def test_a_hidden_row_tells_nothing_but_that_it_is_hidden(people, kpi) -> None:
    by = ("programme", "indicator" if kpi.needs else "sex")
    if by[1] not in MART_DIMENSIONS[kpi.mart]:
        by = ("programme",)
    for row in measure(people, kpi, by, rules=PROTECTED).rows:
        if row.state is State.HIDDEN:
            told = (
                row.numerator,
                row.denominator,
                row.value,
                row.low,
                row.high,
                row.eligible,
                row.unknown_share,
                row.immature,
                row.worst_case,
                row.against,
            )
            assert told == (None,) * len(told)


@every_people_kpi
@pytest.mark.parametrize("rules", [PROTECTED, PUBLIC], ids=["protected", "public"])
def test_no_small_count_of_persons_is_shown(people, kpi, rules) -> None:
    by = ("axis", "indicator") if kpi.needs else ("axis",)
    shown = {r.codes for r in measure(people, kpi, by, rules=rules).rows if r.state is State.SHOWN}
    for row in measure(people, kpi, by, rules=EXACT).rows:
        counts = [row.numerator] if kpi.denominator is None else [row.numerator, row.denominator]
        if row.codes in shown and kpi.method in (
            Method.PARTICIPATIONS,
            Method.PERSONS,
            Method.RATE,
        ):
            assert not any(0 < int(count) < rules.threshold for count in counts)


@pytest.mark.parametrize("by", [("programme", "sex"), ("axis", "age_band"), ("sex", "year")])
def test_an_attacker_bounds_no_hidden_rate_more_tightly_than_promised(people, by) -> None:
    truth = page(people, by, EXACT)
    told = attack(page(people, by, PROTECTED), parts=2)
    assert told
    assert breaches(told, truth, PROTECTED) == []


def test_without_complementary_suppression_the_same_attack_succeeds(people, monkeypatch) -> None:
    def primary_alone(codes, counts, rules, *, sensitive, parents) -> Protection:
        small = tuple(any(0 < n < rules.threshold for n in row) for row in counts)
        return Protection(small, small)

    monkeypatch.setattr(guard, "protect", primary_alone)
    by = ("programme", "sex")
    told = attack(page(people, by, PROTECTED), parts=2)
    assert breaches(told, page(people, by, EXACT), PROTECTED)


def test_what_stands_beside_a_rate_is_guarded_too(people) -> None:
    exact = {r.codes: r for r in measure(people, RATE, ("programme", "sex"), rules=EXACT).rows}
    for row in measure(people, RATE, ("programme", "sex"), rules=PROTECTED).rows:
        unknown = exact[row.codes].eligible - int(exact[row.codes].denominator)
        if 0 < unknown < 5:
            assert row.eligible is row.unknown_share is row.worst_case is None
        if 0 < exact[row.codes].immature < 5:
            assert row.immature is None


def test_an_indicator_and_its_complement_hide_the_same_rows(people) -> None:
    by = ("programme", "sex")
    hidden = [
        {
            row.codes
            for row in measure(people, KPIS[name], by, rules=PROTECTED).rows
            if row.state is State.HIDDEN
        }
        for name in ("completion_rate", "dropout_rate")
    ]
    assert hidden[0]
    assert hidden[0] == hidden[1]


@pytest.mark.parametrize("filters", [{"vulnerable": "yes"}, {"sex": "F", "vulnerable": "no"}])
def test_vulnerable_persons_take_the_higher_threshold(people, filters) -> None:
    selection = Selection.of(**filters)
    by = ("programme", "age_band")
    exact = {r.codes: r.value for r in measure(people, COUNT, by, selection, EXACT).rows}
    for row in measure(people, COUNT, by, selection, PROTECTED).rows:
        if 0 < exact[row.codes] < PROTECTED.sensitive_threshold:
            assert row.state is State.HIDDEN


def test_common_indicators_of_sensitive_groups_take_the_higher_threshold(people) -> None:
    by = ("axis", "programme", "sex", "indicator")
    exact = {
        r.codes: r.value
        for r in measure(people, KPIS["common_indicator_count"], by, rules=EXACT).rows
    }
    some = [
        r
        for r in measure(people, KPIS["common_indicator_count"], by, rules=PROTECTED).rows
        if r.codes[-1] in ("CO16", "CO18") and 5 <= exact[r.codes] < 10
    ]
    assert some
    assert {row.state for row in some} == {State.HIDDEN}


def published(con: Any, **filters: Any) -> float | None:
    return measure(con, COUNT, (), Selection.of(**filters), PUBLIC).rows[0].value


def test_public_noise_is_the_same_in_every_query_of_the_same_persons(people) -> None:
    by_programme = measure(people, COUNT, ("programme",), rules=PUBLIC)
    for row in by_programme.rows:
        assert row.value == published(people, programme=row.codes[0])
    # the same persons asked for by another road, through the records and not the cells
    every_age = ["0-17", "18-24", "25-29", "30-54", "55+", "unknown"]
    assert published(people) == published(people, age_band=every_age)


def test_public_noise_is_bounded_and_often_not_zero(people) -> None:
    by = ("programme", "age_band")
    exact = {r.codes: r.value for r in measure(people, COUNT, by, rules=EXACT).rows}
    noise = [
        row.value - exact[row.codes]
        for row in measure(people, COUNT, by, rules=PUBLIC).rows
        if row.state is State.SHOWN
    ]
    assert max(map(abs, noise)) <= PUBLIC.noise_bound
    assert sum(map(bool, noise)) > len(noise) / 4


def differences(con: Any) -> list[tuple[float, float]]:
    """Subtract overlapping filters: (what the attacker computes, the truth)."""
    found = []
    names = [row.codes[0] for row in measure(con, COUNT, ("programme",), rules=EXACT).rows]
    for pair in combinations(names, 2):
        for sex in ("F", "M"):
            wide = {"programme": list(pair), "sex": sex}
            narrow = {"programme": pair[0], "sex": sex}
            seen = [published(con, **where) for where in (wide, narrow)]
            true = [
                measure(con, COUNT, (), Selection.of(**where), EXACT).rows[0].value
                for where in (wide, narrow)
            ]
            if None not in seen:
                found.append((seen[0] - seen[1], true[0] - true[1]))
    return found


def test_subtracting_public_filters_seldom_gives_the_truth(rebuilt) -> None:
    pairs = [pair for i in range(3) for pair in differences(rebuilt(f"{i:064x}"))]
    hits = sum(seen == true for seen, true in pairs) / len(pairs)
    noise = table_for(PUBLIC).probabilities[-1]
    assert hits < 2.2 * float((noise**2).sum())


def test_without_keys_subtracting_filters_gives_the_truth_every_time(people, monkeypatch) -> None:
    monkeypatch.setattr(
        guard,
        "_noisy",
        lambda row, chain, rules, sensitive: guard.PublicRow(
            tuple(int(row[name] or 0) for name in chain), hidden=False
        ),
    )
    assert all(seen == true for seen, true in differences(people))


def test_another_secret_gives_other_noise(rebuilt) -> None:
    by = ("programme", "age_band")
    first, second = (
        [row.value for row in measure(rebuilt(salt * 32), COUNT, by, rules=PUBLIC).rows]
        for salt in ("0f", "a1")
    )
    assert first != second


def test_zero_stays_zero_for_every_audience(people) -> None:
    selection = Selection.of(programme="2014IT05SFOP014", period="2021-2027")
    for rules in (EXACT, PROTECTED, PUBLIC):
        assert not measure(people, RATE, (), selection, rules).rows
    row = measure(
        people,
        KPIS["common_indicator_count"],
        (),
        Selection.of(indicator="CO01", year="2024"),
        PUBLIC,
    ).rows
    assert all(r.value == 0 for r in row)


def test_a_result_too_fine_to_protect_is_refused_in_one_sentence(people, monkeypatch) -> None:
    monkeypatch.setattr(guard, "MOST_ROWS", 10)
    with pytest.raises(TooFine) as caught:
        measure(people, COUNT, ("programme", "age_band", "sex"), rules=PROTECTED)
    assert caught.value.exit_code == 73


def test_so_few_persons_that_their_codes_would_tell_are_withheld_altogether(people) -> None:
    few = Selection.of(programme="2014IT05SFOP014", sex="X")
    result: KpiResult = measure(people, COUNT, ("age_band", "entry_status"), few, PROTECTED)
    assert result.is_withheld or all(row.state is State.HIDDEN for row in result.rows)


def test_a_common_indicator_is_never_added_up_over_indicators(people) -> None:
    with pytest.raises(NeedsDimension):
        measure(people, KPIS["common_indicator_count"], ("region",))


@pytest.mark.parametrize("rules", [PROTECTED, PUBLIC], ids=["protected", "public"])
def test_a_fair_comparison_leaves_out_places_whose_figure_is_hidden(people, rules) -> None:
    selection = Selection.of(sex="X")
    found = compare(people, RATE, "programme", Selection(), rules)
    assert found
    plain = measure(people, RATE, ("programme",), rules=rules)
    for row in found.rows:
        shown = plain.row(row.code)
        assert shown
        assert (row.observed, row.known) == (shown.numerator, shown.denominator)
    assert compare(people, RATE, "programme", selection, rules) is None


def test_steps_of_nested_counts_do_not_overlap() -> None:
    row = {"numerator": 3, "denominator": 10, "against_numerator": 1, "against_denominator": 4}
    assert steps(KPIS["placement_gender_gap_6m_pp"], row) == (3, 7, 1, 3)
    assert steps(RATE, row) == (3, 7)
    assert steps(COUNT, row) == (3,)
