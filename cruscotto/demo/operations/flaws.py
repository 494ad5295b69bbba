"""Deliberate faults in the demonstration's operations files, like the faults of real files.

The faults are blanks written as one space, invalid dates, amounts that are no number, rows without
a key, a repeated key and a line cut short. They give the report of every import some content.
"""

from dataclasses import dataclass

import numpy as np

from cruscotto.demo import formats
from cruscotto.demo.chance import Ints, Mask
from cruscotto.demo.formats import Column
from cruscotto.model.opencoesione import KEY

SPACED = (
    "COD_GRANDE_PROGETTO",
    "DESCR_PRIORITA_INVEST",
    "DEN_PROVINCIA",
    "FINANZ_PRIVATO",
    "OC_DATA_FINE_PROGETTO_EFFETTIVA",
    "TOT_PAGAMENTI",
    "OC_FLAG_CUP",
)
SPACED_SHARE = 0.4
DATES = (
    "OC_DATA_INIZIO_PROGETTO",
    "OC_DATA_FINE_PROGETTO_PREVISTA",
    "DATA_FINE_PREV_ESECUZIONE",
    "OC_DATA_FINE_PROGETTO_EFFETTIVA",
)
NO_DAYS = ("1232", "0700", "0231", "0832")
AMOUNTS = ("FINANZ_TOTALE_PUBBLICO", "TOT_PAGAMENTI", "OC_IMPEGNI_GIURID_VINCOLANTI")
NO_AMOUNTS = ("n.d.", "12.500,00 euro", "1250,00 circa", "48,00,00", "###")
LARGEST_HIT_CENTS = 30_000_000  # only small operations lose an amount, so that sums still hold


@dataclass(frozen=True)
class Flaws:
    """How many faults of each kind are put into a file."""

    dates: int
    amounts: int
    keyless: int = 0
    duplicates: int = 0
    broken: int = 0


def with_extra_rows(in_scope: Mask, plan: Flaws, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Copy a few rows of a file's first half to random positions in its second half.

    Args:
        in_scope: whether each row is in scope; only such rows are copied.
        plan: how many rows to copy, and how many of the copies lose their key.
        rng: random numbers.

    Returns:
        For each row of the new file, the index of the old row that it has; and the positions of the
        copies whose key must be made blank.
    """
    size, count = in_scope.size, plan.keyless + plan.duplicates
    stands = np.sort(rng.choice(np.arange(size // 2, size), size=count, replace=False))
    repeated = rng.choice(np.flatnonzero(in_scope[: size // 2]), size=count, replace=False)
    rows = np.insert(np.arange(size), stands, repeated)
    return rows, (stands + np.arange(count))[: plan.keyless]


def corrupt(
    filled: dict[str, Column], plan: Flaws, keyless: Ints, public: Ints, rng: np.random.Generator
) -> dict[str, Column]:
    """Return the columns of a file with faults put into random rows.

    Args:
        filled: the columns.
        plan: how many faults of each kind.
        keyless: positions of the rows whose key is made blank.
        public: public funding of each row, in cents; only small operations get wrong amounts.
        rng: random numbers.
    """
    corrupted = filled | _spaces(filled, public.size, rng)
    for name, count in _shares(DATES, plan.dates):
        corrupted[name] = _bad_dates(corrupted[name], count, rng)
    small = np.flatnonzero(public <= LARGEST_HIT_CENTS)
    for name, count in _shares(AMOUNTS, plan.amounts):
        places = rng.choice(small, size=count, replace=False)
        corrupted[name] = formats.put(corrupted[name], places, list(rng.choice(NO_AMOUNTS, count)))
    blanks = ["" if i % 2 else " " for i in range(keyless.size)]
    return corrupted | {KEY: formats.put(corrupted[KEY], keyless, blanks)}


def _spaces(filled: dict[str, Column], size: int, rng: np.random.Generator) -> dict[str, Column]:
    spaced = {}
    for name in SPACED:
        column = filled[name] if name in filled else formats.constant("", size)
        is_blank = np.array(column.to_numpy(zero_copy_only=False) == "")
        spaced[name] = formats.choose(is_blank & (rng.random(size) < SPACED_SHARE), " ", column)
    return spaced


def _bad_dates(column: Column, count: int, rng: np.random.Generator) -> Column:
    written = column.to_numpy(zero_copy_only=False)
    places = rng.choice(np.flatnonzero(np.char.str_len(written.astype(str)) == 8), count, False)
    ends = rng.choice(NO_DAYS, count)
    return formats.put(
        column, places, [written[p][:4] + end for p, end in zip(places, ends, strict=True)]
    )


def _shares(names: tuple[str, ...], total: int) -> list[tuple[str, int]]:
    """Return pairs of name and number that split a total among names as evenly as possible."""
    return [(name, total // len(names) + (i < total % len(names))) for i, name in enumerate(names)]
