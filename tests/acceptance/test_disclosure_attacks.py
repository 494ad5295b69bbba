"""Issue 13: what an attacker of guarded figures learns of 3,000 participations, which is nothing.

The attacker is `attacker`: he shares no code with the guard. Each attack is repeated with the
mechanism it tests switched off, where it must succeed: a table of noise that is all zeros is the
design of before, in which small cells were only hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import ceil
from random import Random
from typing import Any
from zlib import crc32

import duckdb
import numpy as np
import pytest

from cruscotto.disclosure import Heads, Rules, noise_table
from cruscotto.kpi.operations.people import people_of
from cruscotto.kpi.query import cells, hidden_cells
from cruscotto.kpi.query.asking import codes_of, rows_of
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS

from .attacker import Attacker, estimate

COUNT = "participants_count"
EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
GUARDED = pytest.mark.parametrize("rules", [PROTECTED, PUBLIC], ids=["protected", "public"])
SMALL = range(1, PROTECTED.threshold)
# Cells that are asked about in one attack; `cruscotto check --disclosure` asks about more.
TRIED = 15
Cell = dict[str, str]


def bound(rules: Rules) -> int:
    """Return the largest noise of an audience, which is no secret."""
    if rules.audience == "exact" or rules.noise_table:
        return 0
    return rules.noise_bound + (rules.public_extra_bound if rules.audience == "public" else 0)


def seems(rules: Rules) -> int:
    """Return the most that a hidden count seems to be, which is no secret either."""
    return max(SMALL) + (0 if rules.noise_table else ceil(rules.noise_variance))


@dataclass(frozen=True)
class Asked:
    """Answers to questions about one kind of count, and their truth."""

    con: duckdb.DuckDBPyConnection
    rules: Rules
    slot: str = "current"

    def codes(self, name: str) -> list[str]:
        rows = measure(self.con, KPIS[COUNT], (name,), rules=EXACT).rows
        return [row.codes[0] for row in rows]

    def rows(
        self, kpi: str, by: Sequence[str], where: Mapping[str, Any] | None = None
    ) -> dict[tuple[str, ...], Any]:
        selection = Selection.from_codes(where or {}, self.slot)  # type: ignore[arg-type]
        found = measure(self.con, KPIS[kpi], tuple(by), selection, self.rules)
        return {row.codes: row for row in found.rows}

    def truth(self, where: Mapping[str, str], kpi: str = COUNT, part: str = "numerator") -> int:
        chosen = Selection.from_codes(where, self.slot)  # type: ignore[arg-type]
        rows = measure(self.con, KPIS[kpi], (), chosen, EXACT).rows
        return int(getattr(rows[0], part)) if rows else 0


def learn(
    attacker: Attacker, where: Cell, value: float | None, rules: Rules, kinds: Any = None
) -> None:
    """Write down what one figure says: `None` where it is hidden."""
    if value is None:
        attacker.learn(where, 1, seems(rules) + bound(rules), kinds)
    elif value == 0:
        attacker.learn(where, 0, 0, kinds)
    else:
        low = max(rules.threshold, value - bound(rules)) if bound(rules) else value
        attacker.learn(where, low, value + bound(rules), kinds)


def learn_table(
    attacker: Attacker, asked: Asked, by: Sequence[str], kinds: Any = None, **where: str
) -> list[tuple[Cell, int]]:
    """Write down a table of participations; return its small cells, with the truth."""
    rows, small = asked.rows(COUNT, by, where), []
    exact = Asked(asked.con, EXACT, asked.slot).rows(COUNT, by, where)
    for codes in product(*(asked.codes(name) for name in by)):
        cell = dict(zip(by, codes, strict=True)) | where
        value = rows[codes].numerator if codes in rows else 0
        learn(attacker, cell, value, asked.rules, kinds)
        if codes in exact and exact[codes].numerator in SMALL:
            small.append((cell, int(exact[codes].numerator)))
    return small


def broken(
    attacker: Attacker, small: Sequence[tuple[Cell, int]], kinds: Any = None, tried: int = TRIED
) -> tuple[int, int]:
    """Return how many small cells are known exactly, and how many more tightly than hidden ones.

    That a cell is hidden tells 1 to 4 of it. That it holds somebody in each of its parts follows
    from the zeros beside it, which are shown; what it holds at most does not.
    """
    exact = tight = 0
    for cell, truth in Random(4).sample(list(small), min(tried, len(small))):
        low, high = attacker.reach(cell, kinds)
        assert low <= truth <= high, "the attacker was told something wrong"
        exact += low == high
        tight += high - low < max(SMALL) - min(SMALL)
    return exact, tight


# ---------------------------------------------------------------- 1: all indicators together
RATES = {"completion_rate": "completions", "dropout_rate": "dropouts"} | {
    "dropout_for_job_rate": "for_job"
}


def beside_one_another(con: Any, rules: Rules) -> float:
    """Return the error of the mean of one count's answers over that of a single answer."""
    asked, single, mean = Asked(con, rules), [], []
    for by in combinations(("programme", "sex", "age_band", "education", "region"), 2):
        answers = [asked.rows(kpi, by) for kpi in RATES]
        for codes, row in Asked(con, EXACT).rows("completion_rate", by).items():
            seen = [rows[codes].denominator for rows in answers if rows[codes].denominator]
            if len(seen) == len(RATES):
                single.append(np.mean([abs(one - row.denominator) for one in seen]))
                mean.append(abs(np.mean(seen) - row.denominator))
    assert len(single) > 20
    return float(np.mean(mean) / np.mean(single))


@GUARDED
def test_indicators_of_the_same_persons_are_one_answer(con, rules) -> None:
    assert beside_one_another(con, rules) == 1.0


def test_an_indicator_with_noise_of_its_own_would_be_one_answer_more(con, monkeypatch) -> None:
    counted = hidden_cells.head_counts

    def on_its_own(kpi, found, *others):
        other = crc32(kpi.name.encode()) | 1
        scattered = [
            {k: v * other if k.endswith("_key") else v for k, v in cell.items()} for cell in found
        ]
        return counted(kpi, scattered, *others)

    monkeypatch.setattr(cells, "head_counts", on_its_own)
    assert beside_one_another(con, PROTECTED) < 0.9


# ---------------------------------------------------------------- 2: nests, filters, operations
NESTED = ("macro_area", "managing_authority", "region", "programme", "axis", "sex", "age_band")


def with_nests(asked: Asked) -> Attacker:
    """Return an attacker who knows which dimensions follow from which."""
    names = ("region", "programme", "axis", "sex", "age_band")
    nests = {}
    for name, below in (("macro_area", "region"), ("managing_authority", "programme")):
        pairs = Asked(asked.con, EXACT).rows(COUNT, (below, name))
        nests[name] = (below, {codes[0]: codes[1] for codes in pairs})
    return Attacker({name: asked.codes(name) for name in names}, nests=nests)


def side_by_side(con: Any, rules: Rules) -> tuple[int, int]:
    asked = Asked(con, rules)
    attacker, small = with_nests(asked), []
    for size in range(3):
        for by in combinations(NESTED, size):
            small += learn_table(attacker, asked, by)
    places = places_of_operations(con)
    for code, row in people_of(con, list(places), rules).items():
        learn(attacker, places[code], row.participations.numerator, rules)
    return broken(attacker, small)


def places_of_operations(con: Any) -> dict[str, Cell]:
    """Return the programme and axis of each operation, which are no secret: each has one alone."""
    query = "select distinct operation_code, programme_code, axis_code from marts.participation"
    found = con.cursor().execute(query).fetchall()
    return {code: {"programme": programme, "axis": axis} for code, programme, axis in found}


@GUARDED
def test_nested_dimensions_and_operations_side_by_side_tell_no_small_count(con, rules) -> None:
    assert side_by_side(con, rules) == (0, 0)


def test_without_noise_nested_dimensions_tell_most_small_counts(con, no_noise) -> None:
    exact, _ = side_by_side(con, no_noise)
    assert exact > TRIED / 4


def one_filter_more(con: Any, rules: Rules) -> tuple[int, int]:
    """Ask every table of two dimensions again with each code of a third, and with all but it."""
    asked = Asked(con, rules)
    names = ("region", "sex", "age_band")
    attacker = Attacker({name: asked.codes(name) for name in names})
    small = []
    for size in range(3):
        for by in combinations(names, size):
            learn_table(attacker, asked, by)
    for third in names:
        by = [name for name in names if name != third]
        codes = asked.codes(third)
        every = asked.rows(COUNT, by, {third: codes})
        for code in codes:
            small += learn_table(attacker, asked, by, **{third: code})
            rest = asked.rows(COUNT, by, {third: [one for one in codes if one != code]})
            for cell, row in every.items():
                if None in (row.numerator, rest[cell].numerator if cell in rest else 0):
                    continue
                alone = row.numerator - (rest[cell].numerator if cell in rest else 0)
                where = dict(zip(by, cell, strict=True)) | {third: code}
                attacker.learn(where, alone - bound(rules), alone + bound(rules))
    return broken(attacker, small)


@GUARDED
def test_one_filter_more_or_all_but_one_code_tells_no_small_count(con, rules) -> None:
    assert one_filter_more(con, rules) == (0, 0)


def test_without_noise_one_filter_more_tells_most_small_counts(con, no_noise) -> None:
    exact, _ = one_filter_more(con, no_noise)
    assert exact > TRIED / 2


def parent_and_child(con: Any) -> float:
    """Return the error of the mean over that of one answer, where a group has one member."""
    asked, exact, single, mean = Asked(con, PROTECTED), Asked(con, EXACT), [], []
    for by in (("sex", "age_band"), ("age_band", "education"), ("sex", "year")):
        for code in asked.codes("region"):
            where = {"region": code}
            answers = [asked.rows(COUNT, (*by, name), where) for name in ("macro_area", "region")]
            for codes, row in exact.rows(COUNT, by, where).items():
                seen = [
                    one.numerator
                    for rows in answers
                    for found, one in rows.items()
                    if found[:2] == codes and one.numerator
                ]
                if len(seen) == 2:
                    single.append(abs(seen[0] - row.numerator))
                    mean.append(abs(np.mean(seen) - row.numerator))
    assert len(single) > 100
    return float(np.mean(mean) / np.mean(single))


def test_a_group_of_one_member_is_no_second_answer(con, monkeypatch) -> None:
    assert parent_and_child(con) == 1.0
    counted = hidden_cells.head_counts

    def by_its_name(kpi, found, *others):
        """Give a cell its noise by the dimensions asked for, as if none were nested."""
        names = crc32(repr([*found[0]]).encode()) if found else 0
        shifted = [
            {k: v + names if k.endswith("_key") else v for k, v in cell.items()} for cell in found
        ]
        return counted(kpi, shifted, *others)

    monkeypatch.setattr(cells, "head_counts", by_its_name)
    assert parent_and_child(con) < 0.9


# ---------------------------------------------------------------- 3: unions, and the best estimate
def _sum(rows: Sequence[Any], at: Sequence[int], place: int, name: str) -> int:
    return sum(int(row[name]) for row, n in zip(rows, at, strict=True) if n == place)


TARGET, KINDS_OF_PERSON = "ITF5", ("sex", "age_band", "education")


def by_unions(
    con: Any, rules: Rules, unions: int = 500, as_cells: bool = False
) -> tuple[float, float, float]:
    """Subtract random unions of regions with and without one; return what the mean is worth.

    One query counts the single cells; what a union shows is worked out from them, as `measure` does
    (it is asked, too, of the first few), or as if each union were a cell of its own.

    Returns:
        The error of the mean over that of one answer, and how often each rounds to the truth.
    """
    kpi, by = KPIS[COUNT], (*KINDS_OF_PERSON, "region")
    found = rows_of(con, kpi, by, Selection(), rules)
    codes = codes_of(kpi, by, found)
    kinds = sorted({code[:-1] for code in codes})
    place = {kind: number for number, kind in enumerate(kinds)}
    truth = {
        code[:-1]: int(row["numerator"])
        for code, row in zip(codes, found, strict=True)
        if code[-1] == TARGET and row["numerator"] in SMALL
    }
    others, places = sorted({code[-1] for code in codes} - {TARGET}), range(len(kinds))

    def answer(union: Sequence[str]) -> dict[tuple[str, ...], int]:
        inside = [n for n, code in enumerate(codes) if code[-1] in union]
        rows, at = [found[n] for n in inside], [place[codes[n][:-1]] for n in inside]
        if as_cells:
            rows = [
                {n: _sum(rows, at, k, n) for n in ("numerator", "numerator_key")} for k in places
            ]
            at = [*places]
        counts = hidden_cells.head_counts(kpi, rows, at, len(kinds), rules).heads["numerator"]
        small = counts.small(rules, np.zeros(len(kinds), dtype=bool))
        return {kind: int(counts.shown[n]) for kind, n in place.items() if not small[n]}

    rng, seen = Random(9), {kind: [] for kind in truth}
    for number in range(unions):
        union = rng.sample(others, rng.randrange(4, len(others)))
        wide, narrow = answer([*union, TARGET]), answer(union)
        if number < 3 and not as_cells:
            asked = Asked(con, rules).rows(COUNT, KINDS_OF_PERSON, {"region": union})
            shown = {kind: row.numerator for kind, row in asked.items() if row.numerator}
            assert shown == {kind: n for kind, n in narrow.items() if n}
        for kind, answers in seen.items():
            if kind in wide and kind in narrow:
                answers.append(wide[kind] - narrow[kind])
    kept = {kind: answers for kind, answers in seen.items() if len(answers) > unions / 4}
    assert len(kept) >= 5
    one = np.array([answers[0] - truth[kind] for kind, answers in kept.items()], dtype=float)
    mean = np.array([np.mean(answers) - truth[kind] for kind, answers in kept.items()])
    ratio = np.abs(mean).mean() / np.abs(one).mean()
    print(f"{unions} unions, {rules.audience}: error of the mean {ratio:.2f} of one answer's")
    return float(ratio), float(np.mean(np.rint(mean) == 0)), float(np.mean(one == 0))


@GUARDED
def test_many_unions_are_worth_one_answer(con, rules) -> None:
    ratio, mean_right, one_right = by_unions(con, rules)
    assert ratio >= 0.9
    assert mean_right <= one_right


def test_unions_as_cells_of_their_own_would_give_the_truth_on_average(con) -> None:
    ratio, mean_right, one_right = by_unions(con, PROTECTED, 120, as_cells=True)
    assert ratio < 0.5
    assert mean_right > 2 * one_right


def best_estimate(con: Any, rules: Rules) -> tuple[float, float]:
    """Fit every table of up to three dimensions; return how often hidden cells are right.

    Returns:
        The share of small cells that the fit rounds right, and that one noisy answer would.
    """
    asked = Asked(con, rules)
    names = ("region", "sex", "age_band", "education")
    attacker, small = Attacker({name: asked.codes(name) for name in names}), []
    for size in range(4):
        for by in combinations(names, size):
            small += learn_table(attacker, asked, by)
    lows, highs = np.array(attacker.lows), np.array(attacker.highs)
    # zero is certain; that a cell is hidden weighs as an answer of that much noise and little more
    widths = np.where(highs == 0, 0.01, np.where(lows == 1, 3.0, np.sqrt(rules.noise_variance)))
    attacker.highs = list(np.where(lows == 1, max(SMALL), highs))
    found = estimate(attacker, 1 / widths)
    right = [round(float(found[attacker.members(cell)].sum())) == truth for cell, truth in small]
    chances = noise_table(rules.noise_bound, rules.noise_variance).probabilities
    one = [chances[truth][rules.noise_bound] for _, truth in small]
    return float(np.mean(right)), float(np.mean(one))


def test_the_best_estimate_is_hardly_better_than_one_answer(con) -> None:
    fitted, one = best_estimate(con, PROTECTED)
    print(f"tables up to three dimensions: right in {fitted:.0%}, one answer in {one:.0%}")
    assert fitted <= 1.5 * one


@GUARDED
def test_so_it_is_for_one_who_knows_what_hidden_cells_seem(con, monkeypatch, rules) -> None:
    """Differences of unions give the figures of hidden cells: all tables, then, and none hidden."""
    monkeypatch.setattr(Heads, "small", lambda heads, *_: np.zeros(len(heads.true), dtype=bool))
    asked, names = Asked(con, rules), ("region", "sex", "age_band", "education")
    attacker, widths, small = Attacker({name: asked.codes(name) for name in names}), [], []
    for by in (by for size in range(4) for by in combinations(names, size)):
        rows, exact = asked.rows(COUNT, by), Asked(con, EXACT).rows(COUNT, by)
        for codes in product(*(asked.codes(name) for name in by)):
            cell = dict(zip(by, codes, strict=True))
            seen = float(rows[codes].numerator) if codes in rows else 0.0
            attacker.learn(cell, seen, seen)
            widths.append(np.sqrt(rules.noise_variance) if codes in rows else 0.01)
            if codes in exact and exact[codes].numerator in SMALL:
                small.append((cell, int(exact[codes].numerator), seen))
    found = estimate(attacker, 1 / np.array(widths))
    # somebody is there: nobody guesses zero
    guesses = [max(1, round(float(found[attacker.members(cell)].sum()))) for cell, _, _ in small]
    fitted = np.mean([guess == truth for guess, (_, truth, _) in zip(guesses, small, strict=True)])
    one = np.mean([max(1, seen) == truth for _, truth, seen in small])
    print(f"{rules.audience}, hidden figures known: right in {fitted:.0%}, one answer in {one:.0%}")
    assert fitted <= 1.5 * one


# ---------------------------------------------------------------- 4: pooled
NAMES = ("programme", "sex", "age_band")


def two_audiences(con: Any, rules: Sequence[Rules]) -> tuple[int, int]:
    attacker, small = Attacker({name: Asked(con, EXACT).codes(name) for name in NAMES}), []
    for one in rules:
        for size in range(4):
            for by in combinations(NAMES, size):
                small += learn_table(attacker, Asked(con, one), by)
    return broken(attacker, small)


def two_editions(con: Any, rules: Rules) -> tuple[int, int]:
    """Ask how many came in between, of the cells with one to four new records."""
    attacker = Attacker({n: Asked(con, EXACT).codes(n) for n in NAMES}, ("before", "new"))
    for slot, kinds in (("current", ("before", "new")), ("previous", ("before",))):
        for size in range(4):
            for by in combinations(NAMES, size):
                learn_table(attacker, Asked(con, rules, slot), by, kinds)
    now, before = (Asked(con, EXACT, slot).rows(COUNT, NAMES) for slot in ("current", "previous"))
    small = []
    for codes, row in now.items():
        came = row.numerator - (before[codes].numerator if codes in before else 0)
        if came in SMALL:
            small.append((dict(zip(NAMES, codes, strict=True)), came))
    assert len(small) > 10
    return broken(attacker, small, ("new",))


def two_authorities(con: Any, rules: Rules) -> tuple[int, int]:
    """Know all of two programmes exactly, and ask for the cells of another one."""
    asked, exact = Asked(con, rules), Asked(con, EXACT)
    names = ("programme", "region", "sex", "age_band")
    attacker, small = Attacker({name: asked.codes(name) for name in names}), []
    for programme in ("2014IT05SFOP014", "2014IT05SFOP015"):
        learn_table(attacker, exact, names[1:], programme=programme)
    for size in range(3):
        for by in combinations(names[1:], size):
            learn_table(attacker, asked, by)
            small += learn_table(attacker, asked, by, programme="2014IT05M2OP001")
    return broken(attacker, small)


def test_two_audiences_together_tell_no_small_count(con, no_noise) -> None:
    assert two_audiences(con, [PROTECTED, PUBLIC]) == (0, 0)
    assert two_audiences(con, [no_noise, PUBLIC])[0] > TRIED / 4


@GUARDED
def test_two_editions_tell_no_single_record(con, rules) -> None:
    assert two_editions(con, rules) == (0, 0)


def test_without_noise_two_editions_tell_single_records(con, no_noise) -> None:
    assert two_editions(con, no_noise)[0] > TRIED / 4


def test_records_that_stay_keep_their_noise_from_edition_to_edition(con) -> None:
    by = ("programme", "region", "age_band", "sex")
    now, before = (Asked(con, PROTECTED, slot).rows(COUNT, by) for slot in ("current", "previous"))
    listed = ", ".join(f"{name}_code" for name in by)
    query = (
        f"select slot, {listed}, list(participation_id order by participation_id) "
        f"from marts.participation group by slot, {listed}"
    )
    records = {row[:-1]: row[-1] for row in con.cursor().execute(query).fetchall()}
    same = [c for c in now if records["current", *c] == records.get(("previous", *c))]
    assert len(same) > 20
    assert all(now[codes].numerator == before[codes].numerator for codes in same)
    assert any(now[codes].numerator for codes in same)


@GUARDED
def test_two_authorities_that_pool_what_they_see_learn_nothing_of_a_third(con, rules) -> None:
    assert two_authorities(con, rules) == (0, 0)


def test_without_noise_two_authorities_learn_of_a_third(con, no_noise) -> None:
    assert two_authorities(con, no_noise)[0] > TRIED / 4
