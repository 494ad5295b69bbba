"""What the guard between the query and the reader changes and hides."""

from typing import Any

import duckdb
import numpy as np
import pytest

from cruscotto.disclosure import Rules, table_for
from cruscotto.errors import NeedsDimension
from cruscotto.kpi.analysis.comparison import compare
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS, PEOPLE_KPIS
from cruscotto.kpi.registry.model import Method

EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
COUNT, RATE = KPIS["participants_count"], KPIS["placement_rate_6m"]
every_people_kpi = pytest.mark.parametrize("kpi", PEOPLE_KPIS, ids=lambda k: k.name)
GUARDED = pytest.mark.parametrize("rules", [PROTECTED, PUBLIC], ids=["protected", "public"])
# The farthest that the public figure can be from the truth.
FARTHEST = PUBLIC.noise_bound + PUBLIC.public_extra_bound


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


@GUARDED
def test_what_stands_beside_a_rate_is_guarded_too(people, rules) -> None:
    by = ("programme", "sex", "age_band")
    exact = {r.codes: r for r in measure(people, RATE, by, rules=EXACT).rows}
    met = set()
    for row in measure(people, RATE, by, rules=rules).rows:
        unknown = exact[row.codes].eligible - int(exact[row.codes].denominator)
        if 0 < unknown < 5:
            met.add("unknown")
            assert row.eligible is row.unknown_share is row.worst_case is None
        if 0 < exact[row.codes].immature < 5:
            met.add("immature")
            assert row.immature is None
    assert met == {"unknown", "immature"}


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
        if exact.get(row.codes, 0) < PROTECTED.sensitive_threshold:
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


def total(con: Any, rules: Rules, **filters: Any) -> float | None:
    return measure(con, COUNT, (), Selection.of(**filters), rules).rows[0].value


@GUARDED
def test_noise_is_the_same_in_every_query_of_the_same_persons(people, rules) -> None:
    for row in measure(people, COUNT, ("programme",), rules=rules).rows:
        assert row.value == total(people, rules, programme=row.codes[0])
        # the same persons, asked for by another road: through the records, and not the cells
        beyond = {"programme": row.codes[0], "pact": "none"}
        assert row.value == total(people, rules, **beyond)


@GUARDED
def test_indicators_of_the_same_persons_show_the_same_number(people, rules) -> None:
    by = ("programme", "sex")
    names = ("completion_rate", "dropout_rate", "dropout_for_job_rate")
    results = [measure(people, KPIS[name], by, rules=rules).rows for name in names]
    known = [{r.codes: r.denominator for r in rows if r.denominator} for rows in results]
    for codes in known[0]:
        assert len({found[codes] for found in known if codes in found}) == 1
    women = measure(people, KPIS["women_access_ratio"], ("programme",), rules=rules)
    for row in women.rows:
        assert row.numerator == total(people, rules, programme=row.codes[0], sex="F")


@GUARDED
def test_persons_with_one_participation_each_carry_one_noise(people, rules) -> None:
    by, same = ("programme", "age_band", "sex", "year"), 0
    exact = [measure(people, KPIS[k], by, rules=EXACT) for k in ("persons_count", COUNT.name)]
    seen = [measure(people, KPIS[k], by, rules=rules) for k in ("persons_count", COUNT.name)]
    for row in exact[0].rows:
        if row.value == exact[1].value(*row.codes):
            same += 1
            assert seen[0].value(*row.codes) == seen[1].value(*row.codes)
    assert same


@GUARDED
@pytest.mark.parametrize("kpi", ["participants_count", "placement_rate_6m"])
def test_several_codes_of_a_filter_are_the_sum_of_what_single_ones_show(people, rules, kpi) -> None:
    codes = [row.codes[0] for row in measure(people, KPIS[kpi], ("programme",), rules=rules).rows]
    single = {c: {} for c in codes}
    for code in codes:
        selection = Selection.of(programme=code)
        for row in measure(people, KPIS[kpi], ("sex",), selection, rules).rows:
            single[code][row.codes] = row.numerator
    for left_out in codes:
        kept = [code for code in codes if code != left_out]
        for row in measure(people, KPIS[kpi], ("sex",), Selection.of(programme=kept), rules).rows:
            parts = [single[code].get(row.codes, 0) for code in kept]
            if row.state is State.SHOWN and None not in parts:
                assert row.numerator == sum(parts)


@GUARDED
def test_noise_is_bounded_and_often_not_zero(people, rules) -> None:
    by = ("programme", "age_band")
    exact = {r.codes: r.value for r in measure(people, COUNT, by, rules=EXACT).rows}
    noise = [
        row.value - exact[row.codes]
        for row in measure(people, COUNT, by, rules=rules).rows
        if row.state is State.SHOWN
    ]
    assert max(map(abs, noise)) <= FARTHEST
    assert sum(map(bool, noise)) > len(noise) / 4


def test_no_share_of_nobody_or_of_everybody_is_shown_of_a_sensitive_characteristic(
    people, tmp_path
) -> None:
    zeros = tmp_path / "zeros.csv"
    zeros.write_text("pcv,ckey,pvalue\n1,0,0\n")
    rules = Rules(noise_table=zeros, threshold=3, sensitive_threshold=3)
    by, share = ("programme", "age_band", "entry_status", "sex"), KPIS["vulnerable_share"]
    met = 0
    for row in measure(people, share, by, rules=EXACT).rows:
        if row.numerator in (0, row.denominator):
            met += 1
            seen = measure(people, share, by, rules=rules).row(*row.codes)
            assert seen.state is (State.HIDDEN if row.denominator else State.MISSING)
    assert met
    # so are the counts that would tell as much, by the dimension and by its filter
    exact = measure(people, share, by, rules=EXACT)
    told = measure(people, COUNT, (*by, "vulnerable"), rules=rules)
    for row in told.rows:
        whole = exact.row(*row.codes[:-1])
        if whole.numerator in (0, whole.denominator):
            assert row.state is State.HIDDEN
    yes = measure(people, COUNT, by, Selection.of(vulnerable="yes"), rules)
    for row in yes.rows:
        whole = exact.row(*row.codes)
        assert row.state is State.HIDDEN or 0 < whole.numerator < whole.denominator


def test_another_secret_gives_other_noise(rebuilt) -> None:
    by = ("programme", "age_band")
    first, second = (
        [row.value for row in measure(rebuilt(salt * 32), COUNT, by, rules=PROTECTED).rows]
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


def test_a_small_reported_value_adds_a_constant_to_every_sum(people) -> None:
    """Two sums with and without it differ by the same number, whatever was reported."""
    con, target = duckdb.connect(), KPIS["target_achievement"]
    con.execute("create schema marts")
    columns = people.cursor().execute("describe marts.target").fetchall()
    con.execute(f"create table marts.target ({', '.join(f'{n} {k}' for n, k, *_ in columns)})")
    found = []
    for value in (1, 2, 4):
        con.execute("delete from marts.target")
        for axis, persons in (("1", value), ("2", 500)):
            con.execute(
                "insert into marts.target by name select 'current' as slot, 'P' as programme_code, "
                "$axis as axis_code, 'EECO01' as indicator_code, 'total' as sex_code, false as "
                "is_synthetic, true as is_reported, $n as persons, $n as progress, 900 as distance",
                {"axis": axis, "n": persons},
            )
        rows = measure(con, target, ("axis",), rules=PROTECTED)
        assert [row.state for row in rows.rows] == [State.HIDDEN, State.SHOWN]
        found.append(measure(con, target, (), rules=PROTECTED).rows[0].numerator)
    con.close()
    assert found == [502.0] * 3


def test_the_table_of_the_installation_is_the_one_that_is_used(people, tmp_path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("pcv,ckey,pvalue\n" + "".join(f"{n},0,{n}\n" for n in range(1, 9)))
    rules = Rules(noise_table=file)
    for row in measure(people, COUNT, ("programme",), rules=EXACT).rows:
        expected = row.value + int(table_for(rules).noise(np.array([row.value]), [0])[0])
        assert total(people, rules, programme=row.codes[0]) == expected > row.value
