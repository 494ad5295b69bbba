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

from cruscotto.disclosure import Rules, noise_table
from cruscotto.kpi.operations.people import people_of
from cruscotto.kpi.query import cells, guard, measuring
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS

from .attacker import Attacker, estimate

COUNT = "participants_count"
EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
GUARDED = pytest.mark.parametrize("rules", [PROTECTED, PUBLIC], ids=["protected", "public"])
SMALL = range(1, PROTECTED.threshold)
# Cells that are asked about in one attack; `benchmarks/disclosure.py` asks about all.
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
KINDS = ("stays", "unknown", "completed", "job", "other")
COUNTS = {
    "participations": KINDS,
    "leavers": KINDS[1:],
    "known": KINDS[2:],
    "completions": ("completed",),
    "dropouts": ("job", "other"),
    "for_job": ("job",),
}
RATES = {"completion_rate": "completions", "dropout_rate": "dropouts"} | {
    "dropout_for_job_rate": "for_job"
}


def learn_rates(attacker: Attacker, asked: Asked, by: Sequence[str]) -> list[tuple[Cell, str, int]]:
    """Write down three rates with all that stands beside them; return their small counts."""
    small = []
    for kpi, part in RATES.items():
        rows, exact = asked.rows(kpi, by), Asked(asked.con, EXACT).rows(kpi, by)
        for codes, row in rows.items():
            cell = dict(zip(by, codes, strict=True))
            columns = {"numerator": part, "denominator": "known", "eligible": "leavers"}
            for name, column in columns.items():
                if (value := getattr(row, name)) is not None:
                    learn(attacker, cell, value, asked.rules, COUNTS[column])
                if (truth := int(getattr(exact[codes], name))) in SMALL:
                    small.append((cell, column, truth))
    return small


def all_together(con: Any, rules: Rules) -> tuple[int, int]:
    asked = Asked(con, rules)
    names = ("programme", "sex", "age_band")
    attacker = Attacker({name: asked.codes(name) for name in names}, KINDS)
    small: list[tuple[Cell, str, int]] = []
    for size in range(3):
        for by in combinations(names, size):
            counted = learn_table(attacker, asked, by)
            small += [(cell, "participations", truth) for cell, truth in counted]
            small += learn_rates(attacker, asked, by)
    found = [0, 0]
    for cell, column, truth in Random(7).sample(small, min(TRIED, len(small))):
        for place, hits in enumerate(broken(attacker, [(cell, truth)], COUNTS[column])):
            found[place] += hits
    return found[0], found[1]


@GUARDED
def test_all_indicators_together_tell_no_small_count(con, rules) -> None:
    assert all_together(con, rules) == (0, 0)


def test_without_noise_all_indicators_together_tell_most_small_counts(con, no_noise) -> None:
    exact, tight = all_together(con, no_noise)
    assert exact > TRIED / 3
    assert tight > TRIED / 2


def beside_one_another(con: Any, rules: Rules) -> float:
    """Return the error of the mean of one count's answers over that of a single answer."""
    asked, single, mean = Asked(con, rules), [], []
    for by in combinations(("programme", "sex", "age_band", "education", "region"), 2):
        answers = [asked.rows(kpi, by) for kpi in RATES]
        for codes, row in Asked(con, EXACT).rows("completion_rate", by).items():
            seen = [rows[codes].denominator for rows in answers if rows[codes].denominator]
            if len(seen) == len(RATES):
                single.append(abs(seen[0] - row.denominator))
                mean.append(abs(np.mean(seen) - row.denominator))
    assert len(single) > 20
    return float(np.mean(mean) / np.mean(single))


@GUARDED
def test_indicators_of_the_same_persons_are_one_answer(con, rules) -> None:
    assert beside_one_another(con, rules) == 1.0


def test_an_indicator_with_noise_of_its_own_would_be_one_answer_more(con, monkeypatch) -> None:
    counted = guard.head_counts

    def on_its_own(kpi, found, *others):
        shifted = [
            {k: v + crc32(kpi.name.encode()) if k.endswith("_key") else v for k, v in cell.items()}
            for cell in found
        ]
        return counted(kpi, shifted, *others)

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
    counted = guard.head_counts

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
def by_unions(con: Any, rules: Rules, unions: int = 60) -> tuple[float, float, float]:
    """Subtract random unions of regions with and without one; return what the mean is worth.

    Returns:
        The error of the mean over that of one answer, and how often each rounds to the truth.
    """
    asked, rng = Asked(con, rules), Random(9)
    target, by = "ITF5", ("sex", "age_band", "education")
    others = [code for code in asked.codes("region") if code != target]
    truth = Asked(con, EXACT).rows(COUNT, by, {"region": target})
    small = {codes: row.numerator for codes, row in truth.items() if row.numerator in SMALL}
    seen: dict[tuple[str, ...], list[float]] = {codes: [] for codes in small}
    for _ in range(unions):
        union = rng.sample(others, rng.randrange(4, len(others)))
        with_it = asked.rows(COUNT, by, {"region": [*union, target]})
        without = asked.rows(COUNT, by, {"region": union})
        for codes, answers in seen.items():
            if codes in with_it and codes in without:
                ends = with_it[codes].numerator, without[codes].numerator
                if None not in ends:
                    answers.append(ends[0] - ends[1])
    kept = {codes: answers for codes, answers in seen.items() if len(answers) > unions / 4}
    assert len(kept) >= 5
    one = np.array([answers[0] - small[codes] for codes, answers in kept.items()], dtype=float)
    mean = np.array([np.mean(answers) - small[codes] for codes, answers in kept.items()])
    ratio = np.abs(mean).mean() / np.abs(one).mean()
    return float(ratio), float(np.mean(np.rint(mean) == 0)), float(np.mean(one == 0))


@GUARDED
def test_many_unions_are_worth_one_answer(con, rules) -> None:
    ratio, mean_right, one_right = by_unions(con, rules)
    assert ratio >= 0.9
    assert mean_right <= one_right


def test_unions_as_cells_of_their_own_would_give_the_truth_on_average(con, monkeypatch) -> None:
    monkeypatch.setattr(
        measuring,
        "count_heads",
        lambda con, kpi, by, chosen, rows, rules: guard.head_counts(
            kpi, rows, range(len(rows)), len(rows), rules
        ),
    )
    ratio, mean_right, one_right = by_unions(con, PROTECTED)
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
