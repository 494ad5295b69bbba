"""The proof of a protected result: what a reader of the page concludes, set against the promise.

It gathers what is on the page, the result with its totals and the results by each dimension alone,
and lets the attacks of `attack` loose on it. Tests call it: linear programs for every hidden figure
are too slow for a page.
"""

from collections.abc import Iterable, Mapping, Sequence

from cruscotto.disclosure.attack import Interval, attack, breaches
from cruscotto.disclosure.protect import Protection, protect
from cruscotto.disclosure.rules import Rules
from cruscotto.disclosure.table import TOTAL, Codes, Parents

Cells = dict[Codes, tuple[int, ...]]


def recheck(
    leaves: Mapping[Codes, Sequence[int]],
    protection: Protection,
    rules: Rules,
    *,
    sensitive: bool = False,
    parents: Sequence[Parents] = (),
    whole: bool = False,
) -> list[Interval]:
    """Attack a protected result and return what was bounded more tightly than promised.

    Args:
        leaves: persons per part by codes, as given to `protect` and in the same order, no totals.
        protection: the answer of `protect`.
        rules: the thresholds.
        sensitive: whether the higher threshold applies.
        parents: for each dimension, the parent of a code.
        whole: whether the attacker insists on whole persons.

    Returns:
        The broken promises: none, or something is wrong.
    """
    climbs = [*parents, *({} for _ in range(len(next(iter(leaves))) - len(parents)))]
    published, truth = page(leaves, protection, rules, sensitive=sensitive, parents=climbs)
    parts = len(next(iter(leaves.values())))
    # where a whole result is withheld zeros are hidden too, and nobody can count on them
    readers = (False,) if protection.withheld else (False, True)
    broken = []
    for zeros_shown in readers:
        found = attack(published, parts=parts, parents=climbs, zeros_shown=zeros_shown, whole=whole)
        broken += breaches(found, truth, rules, sensitive=sensitive, zeros_shown=zeros_shown)
    return broken


def page(
    leaves: Mapping[Codes, Sequence[int]],
    protection: Protection,
    rules: Rules,
    *,
    sensitive: bool,
    parents: Sequence[Parents],
) -> tuple[dict[Codes, tuple[int, ...] | None], Cells]:
    """Return what a page shows of a result, `None` where hidden, and the truth behind it."""
    width = len(parents)
    truth = {(TOTAL,) * width: _add(leaves.values())}
    small = any(0 < count < rules.threshold_for(sensitive) for count in truth[(TOTAL,) * width])
    hidden = {(TOTAL,) * width: small}
    for dimension in range(width):
        for climb in (True, False):
            alone = _along(leaves, dimension, parents[dimension] if climb else {})
            answer = protect(
                [(code,) for code in alone],
                list(alone.values()),
                rules,
                sensitive=sensitive,
                parents=() if climb else (parents[dimension],),
            )
            for code, is_hidden in zip(alone, answer.hidden, strict=True):
                codes = (*(TOTAL,) * dimension, code, *(TOTAL,) * (width - dimension - 1))
                if codes not in protection.withdrawn:
                    truth[codes], hidden[codes] = alone[code], is_hidden
    truth |= {codes: tuple(counts) for codes, counts in leaves.items()}
    hidden |= dict(zip(leaves, protection.hidden, strict=True))
    return {codes: None if hidden[codes] else truth[codes] for codes in truth}, truth


def _along(
    leaves: Mapping[Codes, Sequence[int]], dimension: int, climb: Parents
) -> dict[str, tuple[int, ...]]:
    """Add up leaves along one dimension, by its codes or by their parents."""
    groups: dict[str, list[Sequence[int]]] = {}
    for codes, counts in leaves.items():
        code = codes[dimension]
        groups.setdefault(climb.get(code, code), []).append(counts)
    return {code: _add(members) for code, members in groups.items()}


def _add(counts: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sum(parts) for parts in zip(*counts, strict=True))
