"""The money of demonstration operations, in cents: amounts granted, and shares spent."""

from dataclasses import dataclass

import numpy as np

from cruscotto.demo.chance import Floats, Ints, Mask
from cruscotto.demo.territory.programmes import BudgetLine

SPREAD = 1.6  # of the lognormal: the mean is 3.6 times the median
SMALLEST_CENTS = 400_000
TWO_FUNDS_SHARE = 0.05  # operations of programmes with two funds that use both
PRIVATE_SHARE = 0.14  # operations with private money beside the public


@dataclass(frozen=True)
class Money:
    """Amounts in cents and shares, one entry per operation.

    Attributes:
        own: public money of the budget line's fund, EU and national.
        second: further public money of a second fund, the ERDF.
        private: private money.
        eu_share: EU part of the public money.
        committed_share: commitments over public money, before closure.
        spent_share: all payments that will ever be made, over public money.
        advance: the part of all payments that is made soon after the start of the operation.
        held: the part of all payments that is made by the end of the operation; the last payment
            follows later.
    """

    own: Ints
    second: Ints
    private: Ints
    eu_share: Floats
    committed_share: Floats
    spent_share: Floats
    advance: Floats
    held: Floats

    @property
    def public(self) -> Ints:
        """Return the public money of each operation, of all its funds, in cents."""
        return self.own + self.second


def draw_money(
    lines: tuple[BudgetLine, ...], line: Ints, flag: Ints, rng: np.random.Generator
) -> Money:
    """Return random amounts; the amounts of a line's published operations add up to its target."""
    size = line.size
    own = _fit(lines, line, flag == 0, rng.lognormal(0, SPREAD, size))
    both = np.array([x.has_two_funds and x.is_esf for x in lines])[line]
    second = _some(own, both & (rng.random(size) < TWO_FUNDS_SHARE), rng.uniform(0.2, 0.6, size))
    private = _some(own, rng.random(size) < PRIVATE_SHARE, rng.uniform(0.05, 0.4, size))
    return Money(
        own=own,
        second=second,
        private=private,
        eu_share=np.array([x.eu_share for x in lines])[line],
        committed_share=np.where(rng.random(size) < 0.7, 1.0, rng.uniform(0.86, 1.0, size)),
        spent_share=1 - rng.beta(1.1, 17.0, size),
        advance=rng.uniform(0.15, 0.5, size),
        held=rng.uniform(0.7, 0.95, size),
    )


def _fit(lines: tuple[BudgetLine, ...], line: Ints, counts: Mask, raw: Floats) -> Ints:
    target = np.array([x.target_eur for x in lines]) * 100
    total = np.bincount(line, weights=raw * counts, minlength=len(lines))
    factor = np.divide(target, total, out=np.zeros_like(target), where=total > 0)
    fitted: Ints = np.maximum(np.rint(raw * factor[line]), SMALLEST_CENTS).astype(np.int64)
    return fitted


def _some(own: Ints, chosen: Mask, share: Floats) -> Ints:
    return np.where(chosen, np.rint(own * share), 0).astype(np.int64)
