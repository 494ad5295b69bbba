"""The two groups of an estimate (arms): counts of persons, and the noise of each count."""

from dataclasses import dataclass

import numpy as np

from cruscotto.disclosure import Heads, Rules, perturb, table_for
from cruscotto.disclosure.head_counts import noise_of
from cruscotto.disclosure.noise import other_keys
from cruscotto.impact.choice import TREATED, Choice
from cruscotto.impact.people import COUNT, Flags, Numbers, People, by_cell

KNOWN = "is_known"
# A step of an amount that gives its sum another noise: a hundred-thousandth of the ceiling.
AMOUNT_KEYS = 100_003


def group(counts: Numbers, keys: Numbers, rules: Rules) -> Heads:
    """Return the number of persons of a group, added up over cells, exact and with noise."""
    whole = np.rint(counts).astype(np.int64)
    cells = Heads.of(whole, np.asarray(keys, dtype=np.int64) % 2**32, rules)
    return cells.gathered(np.zeros(len(whole), dtype=np.int64), 1)


@dataclass(frozen=True)
class Arm:
    """The counts of one group, exact and with noise.

    Attributes:
        persons: persons whose outcome is known.
        works: persons with the outcome.
        unknown: persons whose outcome is due and not known.
        extra: a separate noise, in persons, for the placebo and the counterfactual.
        sums: for a mean, the sum of the amounts of all persons in units of the ceiling, exact and
            with noise.
        variance: variance of the noise, in persons squared.
    """

    persons: Heads
    works: Heads
    unknown: Heads
    extra: float
    sums: tuple[float, float] | None = None
    variance: float = 0.0

    @property
    def moved(self) -> float:
        """Return by how much the noise changes the outcome of the group, a share or a mean."""
        true, seen = int(self.persons.true[0]), int(self.persons.shown[0])
        if not true or not seen:
            return 0.0
        exact, shown = self.sums or (self.works.true[0], self.works.shown[0])
        return float(shown / seen - exact / true)

    def is_small(self, rules: Rules, sensitive: bool) -> bool:
        """Return whether the group, or its part with or without the outcome, has few persons."""
        flag = np.array([sensitive])
        parts = (self.persons, self.works, self.persons - self.works)
        return any(bool(part.small(rules, flag)[0]) for part in parts)


def arm(people: People, choice: Choice, rules: Rules, treated: int) -> Arm:
    """Return the counts of the participants (`treated` is 1) or of the comparison persons (0)."""
    columns = people.raw.columns
    mine = columns[TREATED] == treated
    known = mine & (columns[KNOWN] == 1)
    counts, keys = by_cell(columns, COUNT, known)
    return Arm(
        group(counts, keys, rules),
        group(*by_cell(columns, choice.measured.counted, known), rules),
        group(*by_cell(columns, COUNT, mine & (columns[KNOWN] == 0)), rules),
        noise(counts, keys, rules, 0),
        _sums(people, choice, rules, known) if choice.measured.is_mean else None,
        noise_of(rules) * np.count_nonzero(counts),
    )


def _sums(people: People, choice: Choice, rules: Rules, rows: Flags) -> tuple[float, float]:
    """Return the sum of people's amounts in units of the ceiling, exact and with noise.

    The noise depends on the keys of people with an amount above zero, and on the amounts. If it did
    not depend on the amounts, the noise would stay the same when a person's pay is corrected in a
    later edition. The difference of the two sums would then reveal the correction.
    """
    columns = people.raw.columns
    counts, keys = by_cell(columns, choice.measured.counted, rows)
    cell = columns["cell"][rows].astype(np.int64)
    amounts = np.bincount(cell, columns[choice.outcome][rows])
    mixed = keys.astype(np.int64) + np.rint(amounts * AMOUNT_KEYS).astype(np.int64)
    noisy = group(counts, other_keys(mixed % 2**32).astype(np.float64), rules)
    total = float(amounts.sum())
    return total, total + float(noisy.shown[0] - noisy.true[0])


def noise(counts: Numbers, keys: Numbers, rules: Rules, number: int) -> float:
    """Return a noise for a group, in persons, in addition to the noise of its counts.

    Noises with different values of `number` are independent.
    """
    whole = np.rint(counts).astype(np.int64)
    other = other_keys(np.asarray(keys, dtype=np.int64) + 1_000_003 * (number + 100))
    return float((perturb(whole, other, table_for(rules)) - whole).sum())
