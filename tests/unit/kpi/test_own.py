"""An authority reads its own participants exactly, everybody else's guarded, whatever it asks."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.access import Role, current_rules, entered
from cruscotto.access.roles import access_of
from cruscotto.disclosure import Audience, Heads, Rules, perturb, table_for
from cruscotto.facts import Edition
from cruscotto.facts.figures import measure as kept
from cruscotto.kpi.operations.people import people_of
from cruscotto.kpi.query import cells
from cruscotto.kpi.query.asking import codes_of, rows_of
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.people import in_source
from cruscotto.kpi.query.reported import hide_small
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.warehouse.reading import records

EXACT, PROTECTED = Rules(audience=Audience.EXACT), Rules()
COUNTED = [KPIS[n] for n in ("participants_count", "placement_rate_6m", "vulnerable_share")]
SPLITS = [("age_band",), ("sex", "age_band"), ("sex", "age_band", "axis"), ("sex", "year")]
BY = ("managing_authority", "programme", "region", "sex", "age_band", "axis")
dimensions = st.lists(st.sampled_from(BY), max_size=3, unique=True).map(tuple)


@pytest.fixture(scope="module")
def owners(people) -> dict[str, str]:
    """Return the authority of each programme."""
    query = "select distinct programme_code p, managing_authority_code a from marts.participation"
    return {row["p"]: row["a"] for row in records(people, query)}


def authority(*codes: str) -> Rules:
    return access_of("anna", [(Role.AUTHORITY, code) for code in codes]).rules


def test_the_country_has_several_authorities(owners) -> None:
    assert len(set(owners.values())) >= 3


@given(
    data=st.data(),
    kpi=st.sampled_from(COUNTED),
    by=dimensions,
    filtered=st.sampled_from(["", "managing_authority", "programme"]),
)
def test_a_row_is_exact_where_all_of_it_is_the_reader_s_own_and_guarded_elsewhere(
    people, owners, data, kpi, by, filtered
) -> None:
    authorities = sorted(set(owners.values()))
    own = set(data.draw(st.lists(st.sampled_from(authorities), min_size=1, max_size=2)))
    codes = {"managing_authority": authorities, "programme": sorted(owners), "": [""]}[filtered]
    chosen = data.draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3))
    selection = Selection.from_codes({filtered: chosen} if filtered else {})
    results = [
        measure(people, kpi, by, selection, rules) for rules in (authority(*own), EXACT, PROTECTED)
    ]

    # others' participants have a noise for each authority, the reader's own have none
    parted = () if "managing_authority" in by else ("managing_authority",)
    counted = in_source(kpi, "register") if kpi.by_source else kpi
    cells = rows_of(people, counted, (*by, *parted), selection, PROTECTED)
    codes = codes_of(kpi, (*by, *parted), cells)
    noisy = {}
    for code, cell in zip(codes, cells, strict=True):
        count, key = int(cell["numerator"] or 0), int(cell["numerator_key"] or 0) % 2**32
        mine = code[(*by, *parted).index("managing_authority")] in own
        part = count if mine else int(perturb([count], [key], table_for(PROTECTED))[0])
        noisy[code[: len(by)]] = noisy.get(code[: len(by)], 0) + part

    def is_own(name: str, code: str) -> bool:
        return (owners[code] if name == "programme" else code) in own

    several = len(chosen) > 1 and filtered == "programme"  # each programme has its own noise
    whole = bool(filtered) and all(is_own(filtered, code) for code in chosen)
    for seen, true, guarded in zip(*(result.rows for result in results), strict=True):
        mine = whole or any(
            is_own(name, code)
            for name, code in zip(by, seen.codes, strict=True)
            if name in ("managing_authority", "programme")
        )
        if mine:
            assert seen == replace(true, is_exact=True)
        elif not several:
            assert seen.codes == guarded.codes
            assert seen.numerator in (None, noisy[seen.codes])


def test_persons_of_several_authorities_count_once_for_a_reader_with_own_ones(
    people, owners
) -> None:
    own = authority(next(iter(owners.values())))
    seen, true = (measure(people, KPIS["persons_count"], (), rules=r).value() for r in (own, EXACT))
    assert abs(seen - true) <= PROTECTED.noise_bound * len(set(owners.values()))
    by_authority = measure(people, KPIS["persons_count"], ("managing_authority",), rules=EXACT)
    assert sum(row.value for row in by_authority.rows) > seen + 100


def test_a_programme_with_a_participation_of_another_authority_is_nobody_s_own(rebuilt) -> None:
    con = rebuilt("0f" * 32)
    programme, owner = con.execute(
        "select programme_code, any_value(managing_authority_code) from marts.participation "
        "group by 1 order by 1"
    ).fetchone()
    by = ("programme",)
    before = measure(con, COUNTED[0], by, rules=authority(owner)).row(programme)
    con.execute(
        "insert into marts.participation_cell by name select * replace ('ZZZ' as "
        "managing_authority_code) from marts.participation_cell where programme_code = $p limit 1",
        {"p": programme},
    )
    after = measure(con, COUNTED[0], by, rules=authority(owner)).row(programme)
    assert before.is_exact
    assert not after.is_exact


def test_a_result_is_called_exact_only_where_every_row_is(people, owners) -> None:
    rules = authority(next(iter(owners.values())))
    split = measure(people, COUNTED[0], ("managing_authority",), rules=rules)
    assert split.audience is Audience.PROTECTED
    assert {str(split.audience_of(row)) for row in split.rows} == {"exact", "protected"}
    mine = Selection.of(managing_authority=list(rules.own))
    assert measure(people, COUNTED[0], ("sex",), mine, rules).audience is Audience.EXACT
    assert measure(people, COUNTED[0], (), rules=rules).audience is Audience.PROTECTED


def test_people_of_operations_and_reported_values_follow_the_same_rule(people, owners) -> None:
    codes = [f"OP{number}" for number in range(8)]
    query = "select operation_code c, managing_authority_code a from marts.operation_share"
    of = {row["c"]: row["a"] for row in records(people, query)}
    own = of["OP0"]
    seen, true, guarded = (people_of(people, codes, r) for r in (authority(own), EXACT, PROTECTED))
    assert true != guarded
    assert seen == {c: (true if of[c] == own else guarded)[c] for c in seen}
    row = {"indicator_code": "CO01", "achieved": 3}
    rows = [row | {"programme_code": code} for code in ("mine", "theirs")]
    shown = hide_small(rows, PROTECTED, frozenset({"mine"}))
    assert [one["is_hidden"] for one in shown] == [False, True]


def test_two_persons_in_one_process_never_meet_in_a_cache(people, owners) -> None:
    authorities = sorted(set(owners.values()))
    by = ("managing_authority", "sex")
    anew = {a: measure(people, COUNTED[0], by, rules=authority(a)) for a in authorities}

    def visit(code: str) -> bool:
        with entered(access_of(code, [(Role.AUTHORITY, code)])):
            edition = replace(shared, rules=current_rules())
            return kept(edition, COUNTED[0], by).rows == anew[code].rows

    shared = Edition.of(people)
    with ThreadPoolExecutor(4) as visitors:
        assert all(visitors.map(visit, authorities * 50))
    assert len({result.rows for result in anew.values()}) == len(authorities)


@pytest.mark.parametrize("is_hiding", [True, False], ids=["guarded", "the last not hidden"])
def test_all_authorities_but_one_that_collude_learn_no_small_count_of_the_last(
    people, owners, is_hiding, monkeypatch
) -> None:
    if not is_hiding:
        monkeypatch.setattr(Heads, "_others", lambda *_: None)
    right = []
    for last, by in product(sorted(set(owners.values())), SPLITS):
        others = tuple(sorted(set(owners.values()) - {last}))
        rules = PROTECTED.model_copy(update={"own": others})
        whole = measure(people, COUNTED[0], by, rules=rules)
        theirs = Selection.of(managing_authority=list(others))
        known = {r.codes: r.value for r in measure(people, COUNTED[0], by, theirs, rules).rows}
        of_last = Selection.of(managing_authority=last)
        for row in measure(people, COUNTED[0], by, of_last, EXACT).rows:
            seen = whole.value(*row.codes)
            if known.get(row.codes) and 0 < row.value < rules.threshold and seen is not None:
                right.append(seen - known[row.codes] == row.value)
    if is_hiding:
        assert right == []
    else:  # a noise of nought has a chance of 28 in a hundred
        assert len(right) >= 10
        assert np.mean(right) < 0.5


@pytest.mark.parametrize(("overlap", "seen"), [(0, True), (24, False)], ids=["none", "nearly all"])
def test_persons_left_without_one_s_own_are_few_where_others_have_the_same(overlap, seen) -> None:
    counts, own = np.array([60, 30]), np.array([True, False])
    of_each = Heads(counts, counts, counts, own=own).gathered([0, 0], 1)
    once = of_each.true - overlap
    rest = cells._beside_own(of_each, once, once)
    assert rest.small(PROTECTED, np.zeros(1, dtype=bool)).tolist() == [not seen]


def test_a_sum_of_several_others_stays_hidden_when_persons_count_once() -> None:
    counts, own = np.array([60, 6, 6]), np.array([True, False, False])
    of_each = Heads(counts, counts, counts, own=own).gathered([0, 0, 0], 1)
    rest = cells._beside_own(of_each, of_each.protected, of_each.shown)
    assert rest.small(PROTECTED, np.zeros(1, dtype=bool)).all()
