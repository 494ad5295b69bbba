"""Issue 13: what authorities learn of one another's participants from what they know of their own.

An authority knows its own participants exactly. A larger group that holds a few of another's and
otherwise its own is one more question about those few: dropping the year, the axis or the age asks
again. Each answer must bring the same noise, or their mean would be the truth.
"""

from collections import Counter
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from cruscotto.disclosure import Heads, Rules, table_for
from cruscotto.kpi.query import cells
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS

EXACT, PROTECTED = (Rules(audience=name) for name in ("exact", "protected"))
OWNER = "managing_authority"
# Of what every few of another authority are known, and what a question may leave out.
NAMES = ("region", "year", "sex", "age_band", "education", "entry_status")
FEW = range(1, PROTECTED.threshold)
ALONE, POOLED = ("ITG1",), ("ITG1", "ITI1")
Codes = tuple[str, ...]


def table(con: Any, by: Codes, rules: Rules) -> dict[Codes, int]:
    rows = measure(con, KPIS["participants_count"], by, Selection(), rules).rows
    return {row.codes: int(row.numerator or 0) for row in rows}


def rolled_up(finest: dict[Codes, int], by: Codes) -> Counter[Codes]:
    """Add up cells of all the names to those of some."""
    place, found = [NAMES.index(name) for name in by], Counter[Codes]()
    for codes, count in finest.items():
        found[tuple(codes[n] for n in place)] += count
    return found


def worth(con: Any, pool: Codes) -> float:
    """Pool what authorities read, less all that they know; return what the mean is worth.

    Every question is asked that holds few of the others and otherwise only the pool's own.

    Returns:
        The error of the mean over that of the few's own noisy figure.
    """
    inside: dict[Codes, int] = {}
    others: dict[Codes, int] = {}
    alone: dict[Codes, int] = {}
    noisy = table(con, (*NAMES, OWNER), PROTECTED)
    for codes, count in table(con, (*NAMES, OWNER), EXACT).items():
        if codes[-1] in pool:
            inside[codes[:-1]] = inside.get(codes[:-1], 0) + count
        else:
            others[codes[:-1]] = others.get(codes[:-1], 0) + count
            alone[codes[:-1]] = alone.get(codes[:-1], 0) + noisy[codes]
    said: dict[Codes, list[int]] = {}
    readers = [PROTECTED.model_copy(update={"own": (one,)}) for one in pool]
    for by in (by for size in range(2, len(NAMES) + 1) for by in combinations(NAMES, size)):
        known, rest = rolled_up(inside, by), rolled_up(others, by)
        seen = [table(con, by, rules) for rules in readers]
        for cell, count in others.items():
            wide = tuple(code for name, code in zip(NAMES, cell, strict=True) if name in by)
            if count in FEW and rest[wide] == count and known[wide]:
                said.setdefault(cell, []).extend(one[wide] - known[wide] for one in seen)
    kept = {cell: answers for cell, answers in said.items() if len(answers) >= 4}
    assert len(kept) >= 30
    mean = np.mean([abs(np.mean(answers) - others[cell]) for cell, answers in kept.items()])
    single = np.mean([abs(alone[cell] - others[cell]) for cell in kept])
    print(f"{pool}: {len(kept)} few, error of the mean {mean / single:.2f} of one answer's")
    return float(mean / single)


@pytest.fixture
def all_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give what is hidden away: differences of unions show it anyway."""
    monkeypatch.setattr(Heads, "small", lambda heads, *_: np.zeros(len(heads.true), dtype=bool))


@pytest.mark.parametrize("pool", [ALONE, POOLED], ids=["one authority", "two that pool"])
@pytest.mark.usefixtures("all_is_shown")
def test_every_question_about_a_few_others_is_the_same_answer(con, pool) -> None:
    assert worth(con, pool) >= 0.9


@pytest.mark.usefixtures("all_is_shown")
def test_one_noise_for_own_and_others_together_would_average_out(con, monkeypatch) -> None:
    monkeypatch.setattr(cells, "owners", lambda *_: ())
    assert worth(con, ALONE) < 0.75


def few_others_shown(con: Any, kpi: str) -> int:
    """Count the figures from which a reader takes off their own and reads few others."""
    (own,) = ALONE
    reader, found = PROTECTED.model_copy(update={"own": ALONE}), 0
    for by in combinations(NAMES, 2):
        each = measure(con, KPIS[kpi], (*by, OWNER), Selection(), EXACT).rows
        others: Counter[Codes] = Counter()
        mine: Counter[Codes] = Counter()
        for row in each:
            to = mine if row.codes[-1] == own else others
            to[row.codes[:-1]] += int(row.denominator or row.numerator or 0)
        for row in measure(con, KPIS[kpi], by, Selection(), reader).rows:
            if mine[row.codes] and others[row.codes] in FEW:
                found += row.state is State.SHOWN
    return found


@pytest.mark.parametrize("kpi", ["participants_count", "completion_rate", "persons_count"])
def test_a_figure_less_ones_own_never_leaves_few_others(con, kpi, monkeypatch) -> None:
    assert few_others_shown(con, kpi) == 0
    monkeypatch.setattr(Heads, "_others", lambda *_: None)
    assert few_others_shown(con, kpi) > 0


def few_persons_left(con: Any) -> list[int]:
    """Take an authority's own persons from every number of persons that it reads.

    Returns:
        What is left where it is somebody, and not beyond the largest figure that is hidden.
    """
    kpi, largest, left = KPIS["persons_count"], table_for(PROTECTED).reach(PROTECTED.threshold), []
    owners = [codes[0] for codes in table(con, (OWNER,), EXACT)]
    for by in combinations(NAMES[:4], 2):
        true = {row.codes: row.value for row in measure(con, kpi, by, rules=EXACT).rows}
        for own in owners:
            mine = Selection.of(**{OWNER: own})
            known = {row.codes: row.value for row in measure(con, kpi, by, mine, EXACT).rows}
            reader = PROTECTED.model_copy(update={"own": (own,)})
            for row in measure(con, kpi, by, rules=reader).rows:
                taken = known.get(row.codes)
                if taken and row.state is State.SHOWN and true[row.codes] > taken:
                    left.append(int(row.value - taken))
    assert len(left) >= 100
    return [persons for persons in left if persons <= largest]


def test_persons_whom_others_have_as_well_are_not_taken_for_the_others(con, monkeypatch) -> None:
    assert not few_persons_left(con)
    monkeypatch.setattr(cells, "_beside_own", lambda of_each, *_: of_each.others)
    assert few_persons_left(con)
