"""Issue 13 with tables of courses and of providers in hand, and the changes between them.

A course belongs to one operation and one body, so that it is nested in two ways at once; most of
the small counts of an installation are counts of a course.
"""

from itertools import combinations
from typing import Any

from cruscotto.kpi.change.explained import Cause
from cruscotto.kpi.change.explaining import explain
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS

from .attacker import Attacker
from .test_disclosure_attacks import EXACT, GUARDED, TRIED, Asked, bound, broken, learn, learn_table

COUNT, RATE = "participants_count", "completion_rate"
NAMES = ("course", "provider", "programme", "sex", "age_band")
KINDS = ("stays", "unknown", "other", "completed")
# A rate's counts, each within the next.
CHAIN = ((KINDS[3:], "numerator"), (KINDS[2:], "denominator"), (KINDS[1:], "eligible"))


def learner(con: Any) -> Attacker:
    """Return an attacker who knows whose each course is, and in which programme."""
    asked, nests = Asked(con, EXACT), {}
    for name in ("provider", "programme"):
        pairs = asked.rows(COUNT, ("course", name))
        nests[name] = ("course", {codes[0]: codes[1] for codes in pairs})
    return Attacker({n: asked.codes(n) for n in ("course", "sex", "age_band")}, KINDS, nests)


def learn_rates(attacker: Attacker, asked: Asked, by: tuple[str, ...]) -> list[Any]:
    """Write down what a table of a rate says; return the small counts that it stands on."""
    small, exact = [], Asked(asked.con, EXACT).rows(RATE, by)
    for codes, row in asked.rows(RATE, by).items():
        cell = dict(zip(by, codes, strict=True))
        for kinds, part in CHAIN:
            value = getattr(row, part)
            if value is not None:
                learn(attacker, cell, value, asked.rules, kinds)
            true = getattr(exact[codes], part)
            if true is not None and 0 < true < asked.rules.threshold:
                small.append((cell, int(true), kinds))
    return small


def learn_changes(attacker: Attacker, asked: Asked, name: str) -> int:
    """Write down what explained changes say of two courses or bodies; return how many there are.

    Who was counted and how each kind fared are worked out from counts that are shown
    (`test_disclosure_changes`); both figures and operations in common are counts.
    """
    found, off = 0, 2 * bound(asked.rules)
    for one, two in combinations(asked.codes(name)[:8], 2):
        pair = tuple(Selection.from_codes({name: code}) for code in (one, two))
        change = explain(asked.con, KPIS[RATE], name, pair, asked.rules)
        found += change.value_of(Cause.RATE) is not None
        for code, row in zip((one, two), change.ends, strict=True):
            if row and row.denominator:
                low, high = int(row.denominator) - off, int(row.denominator) + off
                attacker.learn({name: code}, low, high, KINDS[2:])
    return found


def courses_and_bodies(con: Any, rules: Any) -> tuple[int, int]:
    asked, attacker = Asked(con, rules), learner(con)
    small = []
    for by in (by for size in range(3) for by in combinations(NAMES, size)):
        small += [(cell, true, KINDS) for cell, true in learn_table(attacker, asked, by, KINDS)]
        small += learn_rates(attacker, asked, by)
    changes = sum(learn_changes(attacker, asked, name) for name in ("course", "provider"))
    assert changes > 2
    courses = [one for one in small if "course" in one[0]][:: max(1, len(small) // TRIED)]
    exact = tight = 0
    for cell, true, kinds in courses[:TRIED]:
        hits = broken(attacker, [(cell, true)], kinds)
        exact, tight = exact + hits[0], tight + hits[1]
    print(f"{rules.audience}: {len(courses[:TRIED])} of {len(small)} tried, {exact}, {tight}")
    return exact, tight


@GUARDED
def test_courses_bodies_and_their_changes_tell_no_small_count(con, rules) -> None:
    assert courses_and_bodies(con, rules) == (0, 0)


def test_without_noise_courses_and_bodies_tell_most_small_counts(con, no_noise) -> None:
    exact, _ = courses_and_bodies(con, no_noise)
    assert exact > TRIED / 4
