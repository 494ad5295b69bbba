"""Public results: every count with its noise, and small ones hidden.

Each figure is perturbed on its own, so totals need not be the sum of their parts: screens and
files say so. A rate is the ratio of the two figures shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cruscotto.disclosure.noise import NoiseTable, perturb, table_for
from cruscotto.disclosure.rules import Rules


@dataclass(frozen=True)
class PublicRow:
    """The figures of a row as the public sees them.

    Attributes:
        counts: each figure with its noise; `None` where the row is hidden, or was not given.
        hidden: whether the threshold hides the row.
    """

    counts: tuple[int, ...] | None
    hidden: bool


def publish(
    counts: Sequence[Sequence[int] | None],
    keys: Sequence[Sequence[int] | None],
    rules: Rules,
    *,
    sensitive: bool | Sequence[bool] = False,
) -> list[PublicRow]:
    """Give each row its noise and hide the small ones, for the audience `public`.

    Args:
        counts: persons in each row: `(count,)` or `(numerator, denominator)`; `None` for a row
            that is not shown for another reason.
        keys: for each of these figures the sum of the keys of its participations.
        rules: thresholds and noise.
        sensitive: whether the higher threshold applies, to all rows or to each.
    """
    flags = [sensitive] * len(counts) if isinstance(sensitive, bool) else sensitive
    table = table_for(rules)
    return [
        _row(count, key, rules.threshold_for(flag), table)
        for count, key, flag in zip(counts, keys, flags, strict=True)
    ]


def _row(
    counts: Sequence[int] | None, keys: Sequence[int] | None, threshold: int, table: NoiseTable
) -> PublicRow:
    if counts is None or keys is None:
        return PublicRow(None, hidden=False)
    noisy = tuple(perturb(np.array(counts), np.array(keys), table).tolist())
    if any(0 < figure < threshold for figure in (*_figures(counts), *_figures(noisy))):
        return PublicRow(None, hidden=True)
    # noise may lift a numerator above its denominator where almost everybody is in it
    if any(figure < 0 for figure in _figures(noisy)):
        return PublicRow(None, hidden=True)
    return PublicRow(noisy, hidden=False)


def _figures(counts: Sequence[int]) -> tuple[int, ...]:
    """The figures that a row tells: its counts and, of a rate, the complement."""
    return (*counts, counts[1] - counts[0]) if len(counts) == 2 else tuple(counts)
