"""Issue 13 with explained changes in hand: what a part of a change adds to the figures shown.

A part sets the persons of one side at the rates of another. Worked out from exact kinds of persons
it would be one more equation about the same persons for every other side, whatever noise the sum
carried: some hundred sides would give them. So a part must be what anybody works out from counts
that are shown.
"""

from itertools import combinations
from typing import Any

import pytest

from cruscotto.disclosure import Rules
from cruscotto.kpi.change import persons
from cruscotto.kpi.change.explained import Apart, Cause
from cruscotto.kpi.change.explaining import explain
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS

EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
GUARDED = pytest.mark.parametrize("rules", [PROTECTED, PUBLIC], ids=["protected", "public"])
RATE = KPIS["placement_rate_6m"]
# Filters that leave women and men as the only two kinds of a side.
KINDS = ("entry_status", "education", "age_band")
BOTH = ["F", "M"]
PLACES = ("region", "year")


def sides(con: Any, rules: Rules) -> list[tuple[dict[str, Any], Any]]:
    """Return filters, each with the counts of women and men, where both are shown and not few."""
    found = []
    for by in (("region",), ("year",), PLACES):
        rows = measure(con, RATE, (*by, *KINDS, "sex"), Selection(), rules).rows
        shown = {row.codes: row for row in rows if row.state is State.SHOWN}
        for code in dict.fromkeys(codes[:-1] for codes in shown):
            pair = [shown.get((*code, sex)) for sex in BOTH]
            if all(row and row.denominator >= persons.LEAST for row in pair):
                found.append((dict(zip((*by, *KINDS), code, strict=True)), pair))
    return found


def by_hand(one: Any, two: Any) -> float:
    """Work out what who was counted makes of the difference of two rates, kind by kind."""
    known = [[row.denominator for row in side] for side in (one, two)]
    parts = [[count / sum(side) for count in side] for side in known]
    rates = [[row.numerator / row.denominator for row in side] for side in (one, two)]
    return sum(
        (after - before) * (here + there) / 2
        for before, after, here, there in zip(*parts, *rates, strict=True)
    )


def worked_out(con: Any, rules: Rules) -> tuple[int, int]:
    """Work parts out from the counts shown; return how many agree, and how many there are."""
    agree = tried = 0
    for (one, first), (two, second) in combinations(sides(con, rules), 2):
        if one.keys() != two.keys():
            continue
        pair = tuple(Selection.from_codes(side | {"sex": BOTH}) for side in (one, two))
        found = explain(con, RATE, next(iter(one)), pair, rules)
        part = found.value_of(Cause.COMPOSITION)
        if part is not None and found.apart is not Apart.YES:
            tried += 1
            agree += abs(part - by_hand(first, second)) < 1e-9
    print(f"{rules.audience}: {agree} of {tried} parts are those of the counts shown")
    return agree, tried


@GUARDED
def test_a_part_of_a_change_is_worked_out_from_the_counts_that_are_shown(con, rules) -> None:
    agree, tried = worked_out(con, rules)
    assert tried >= 20
    assert agree == tried


def test_a_part_from_exact_kinds_would_tell_more_than_the_counts(con, monkeypatch) -> None:
    by_kind = persons._Group.by_kind
    exactly = persons.replace
    monkeypatch.setattr(
        persons._Group, "by_kind", lambda group: by_kind(exactly(group, rules=EXACT))
    )
    agree, tried = worked_out(con, PROTECTED)
    assert agree < tried / 10
