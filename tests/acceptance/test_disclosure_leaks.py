"""Issue 13, with fresh eyes: what figures tell beside the counts they show.

Each of these told something of few persons until it was looked for: which cells are hidden, the
digits of a ratio, the parts of a published amount, a row that is missing.
"""

from itertools import combinations
from math import isclose
from random import Random
from typing import Any

import numpy as np
import pytest

from cruscotto.disclosure import Rules
from cruscotto.disclosure.head_counts import Heads
from cruscotto.kpi.query import hidden_cells
from cruscotto.kpi.query.hidden_cells import hides
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS

from .attacked import ALL_DISABLED, NATIONAL

COUNT = "participants_count"
EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
GUARDED = pytest.mark.parametrize("rules", [PROTECTED, PUBLIC], ids=["protected", "public"])
BIG = {"region": "ITG1", "programme": "2014IT05SFOP014", "sex": "F", "age_band": "30-54"}


def rows(con: Any, rules: Rules, kpi: str, by: tuple[str, ...], **where: Any) -> dict[Any, Any]:
    chosen = Selection.from_codes(where)
    return {row.codes: row for row in measure(con, KPIS[kpi], by, chosen, rules).rows}


def derived(con: Any, rules: Rules, by: tuple[str, ...]) -> dict[tuple[str, ...], int]:
    """Return what cells show, the hidden ones too: a union with a large code, less that code."""
    found, (name, *rest) = {}, by
    codes = {cell[0] for cell in rows(con, EXACT, COUNT, (name,))} - {BIG[name]}
    large = rows(con, rules, COUNT, tuple(rest), **{name: BIG[name]})
    for code in codes:
        both = rows(con, rules, COUNT, tuple(rest), **{name: [code, BIG[name]]})
        for cell, row in both.items():
            alone = large[cell].numerator if cell in large else 0
            if None not in (row.numerator, alone):
                found[(code, *cell)] = int(row.numerator - alone)
    return found


# ---------------------------------------------------------------- which cells are hidden
def told_by_hiding(con: Any, rules: Rules) -> int:
    """Count the figures of which some cells are hidden and others shown: that tells them apart."""
    hidden, shown = set(), set()
    for by in combinations(BIG, 2):
        seen, table = derived(con, rules, by), rows(con, rules, COUNT, by)
        for cell, figure in seen.items():
            if cell in table and table[cell].state is State.HIDDEN:
                hidden.add(figure)
            elif cell in table:
                shown.add(figure)
    assert hidden
    assert shown
    return len(hidden & shown)


def test_that_a_cell_is_hidden_tells_no_more_than_its_figure_would(con) -> None:
    assert told_by_hiding(con, PROTECTED) == 0


def test_hiding_what_is_small_before_the_noise_would_tell_it(con, monkeypatch) -> None:
    """Then a hidden cell that seems larger is small, and four groups within it hold one each."""
    monkeypatch.setattr(
        Heads, "small", lambda heads, rules, _: (heads.true > 0) & (heads.true < rules.threshold)
    )
    assert told_by_hiding(con, PROTECTED) > 0


@GUARDED
def test_that_a_union_is_hidden_tells_no_more_than_its_parts_would(con, rules) -> None:
    """A sum of hidden cells is shown only far above the threshold, whatever it truly is."""
    by, rng = ("programme", "age_band"), Random(5)
    codes = [cell[0] for cell in rows(con, EXACT, COUNT, ("region",))]
    single = {code: rows(con, rules, COUNT, by, region=code) for code in codes}
    true = {code: rows(con, EXACT, COUNT, by, region=code) for code in codes}
    told = {}
    for _ in range(60):
        union = rng.sample(codes, rng.randint(2, 4))
        for cell, row in rows(con, rules, COUNT, by, region=union).items():
            parts = [single[code][cell] for code in union if cell in single[code]]
            if any(part.state is State.SHOWN for part in parts):
                assert row.state is State.SHOWN
            elif row.state is State.SHOWN:
                told[cell] = sum(true[code][cell].numerator for code in union if cell in true[code])
    # of hidden cells alone a sum is shown only far above the threshold
    assert all(count >= rules.threshold for count in told.values())


# ---------------------------------------------------------------- digits
@GUARDED
def test_women_expected_of_several_regions_are_the_sum_of_what_each_shows(con, rules) -> None:
    """An exact mean of the regions' shares would tell how many persons each of them has."""
    alone = rows(con, rules, "women_access_ratio", ("region",))
    known = [code for (code,), row in alone.items() if row.denominator is not None][:4]
    for pair in combinations(known, 2):
        [both] = rows(con, rules, "women_access_ratio", (), region=list(pair)).values()
        parts = sum(alone[(code,)].denominator for code in pair)
        assert isclose(both.denominator, parts, rel_tol=1e-9)


def hours_of_a_few(con: Any, rules: Rules) -> list[float]:
    """Return the mean hours of small cells: those of a union with a large region, less its own."""
    where = {"programme": [BIG["programme"], NATIONAL], "axis": "2"}
    asked = ("cost_per_attended_hour_eur", "cost_per_participant_eur")
    large = [rows(con, rules, kpi, (), region=BIG["region"], **where)[()] for kpi in asked]
    exact, found = rows(con, EXACT, asked[1], ("region",), **where), []
    for (code,), row in exact.items():
        if row.denominator in range(1, rules.threshold):
            union = {"region": [code, BIG["region"]], **where}
            both = [rows(con, rules, kpi, (), **union)[()] for kpi in asked]
            hours, persons = (
                one.denominator - alone.denominator for one, alone in zip(both, large, strict=True)
            )
            found += [hours / persons] if persons > 0 else []
    assert len(found) >= 3
    return found


def test_the_hours_of_a_few_give_neither_their_number_nor_their_own(con, monkeypatch) -> None:
    """A mean of 37.5 hours is not that of one person, nor of three."""
    seen = hours_of_a_few(con, PROTECTED)
    assert all(isclose(mean, round(mean), abs_tol=1e-6) for mean in seen)
    # as near to one another as all of them are to everybody's
    assert max(seen) - min(seen) <= 3
    monkeypatch.setattr(hidden_cells, "_per_person", lambda means, *_: means)
    told = hours_of_a_few(con, PROTECTED)
    assert any(abs(mean - round(mean)) > 0.3 for mean in told)
    assert max(told) - min(told) > 20


@GUARDED
def test_the_parts_of_a_published_amount_tell_no_share_of_persons(con, rules) -> None:
    """What an operation costs is public: its regions' parts would tell their persons exactly."""
    where = {"programme": NATIONAL, "axis": "01"}
    parts = rows(con, rules, "cost_per_participant_eur", ("region",), **where)
    persons = rows(con, rules, COUNT, ("region",), **where)
    ratios = {
        round(row.numerator / persons[codes].numerator, 6)
        for codes, row in parts.items()
        if row.numerator is not None and persons[codes].numerator
    }
    assert len(ratios) == 1
    assert sum(row.numerator is not None for row in parts.values()) > 3


# ---------------------------------------------------------------- everybody and nobody
@GUARDED
def test_where_all_are_vulnerable_no_row_is_shown_and_none_is_missing(con, rules) -> None:
    by = ("programme", "region", "age_band")
    shares = rows(con, rules, "vulnerable_share", by)
    found = rows(con, rules, COUNT, (*by, "vulnerable"))
    hidden = 0
    for cell, share in shares.items():
        states = [found[(*cell, code)].state for code in ("no", "yes")]
        if share.state is not State.SHOWN:
            hidden += 1
            assert states == [State.HIDDEN, State.HIDDEN]
    assert hidden
    filtered = rows(con, rules, COUNT, by, vulnerable="no")
    assert {c for c, share in shares.items() if share.state is not State.SHOWN} <= set(filtered)


@GUARDED
def test_a_sensitive_common_indicator_of_everybody_is_hidden(con, rules) -> None:
    where = {"programme": ALL_DISABLED[3:-2], "axis": "1"}
    exact = rows(con, EXACT, "common_indicator_count", (), indicator="CO16", **where)
    everybody = rows(con, EXACT, COUNT, (), **where)
    assert exact[()].numerator == everybody[()].numerator > 50
    shown = rows(con, rules, "common_indicator_count", (), indicator="CO16", **where)
    assert shown[()].state is State.HIDDEN
    by = ("axis", "indicator")
    table = rows(con, rules, "common_indicator_count", by, programme=where["programme"])
    assert table["1", "CO16"].state is State.HIDDEN
    assert table["1", "CO01"].state is State.SHOWN
    elsewhere = rows(con, rules, "common_indicator_count", ("indicator",))
    assert elsewhere[("CO16",)].state is State.SHOWN


# ---------------------------------------------------------------- what is shown beside a figure
def test_quantiles_are_shown_by_the_noisy_count_alone() -> None:
    """Sums that cross an exact limit give what they add up; those that cross a noisy one do not."""
    kpi, plain = KPIS["median_earnings_12m_eur"], np.zeros(2, dtype=bool)
    seen = np.array([30, 29])
    heads = {"counted": Heads(np.array([19, 32]), seen, seen)}
    assert hides(kpi, heads, plain, PROTECTED).tolist() == [False, True]
