"""Random tables, and an attacker of our own who attacks a thousand of them at once.

He shares nothing with `cruscotto.disclosure`: he adds up the totals himself and solves his own
linear programs. The tables stand side by side in one program, block by block, so that a question
to each of them is one call of the solver.
"""

from itertools import product

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from cruscotto.disclosure import TOTAL, Rules, protect

# More persons than any table here holds: what is not bounded stops there.
BEYOND = 10_000


def draw_table(draw, shape, parts, scale):
    """Leaves of one table: some combinations missing, many small, some empty, a few large."""
    names = [[f"{'rsa'[d]}{i}" for i in range(size)] for d, size in enumerate(shape)]
    spread = draw.random() < 0.5
    leaves = {}
    for codes in product(*names):
        if leaves and draw.random() < 0.1:
            continue
        mean = draw.lognormal(np.log(scale), 1.2) if spread else scale
        leaves[codes] = tuple(int(n) for n in draw.poisson(mean, parts))
    return leaves


def codes_above(codes, parents):
    """All totals that a leaf is part of, known by one dimension at a time."""
    width = len(codes)
    yield (TOTAL,) * width
    for d, code in enumerate(codes):
        while code is not None:
            yield (*(TOTAL,) * d, code, *(TOTAL,) * (width - d - 1))
            code = parents[d].get(code) if d < len(parents) else None


def sums(leaves, parents):
    """Every total known of a table."""
    totals = {}
    for codes, counts in leaves.items():
        for above in {*codes_above(codes, parents)} - {codes}:
            before = totals.get(above, (0,) * len(counts))
            totals[above] = tuple(a + b for a, b in zip(before, counts, strict=True))
    return totals


def own_results(leaves, parents, rules):
    """The totals hidden in the results by one dimension alone, region by region, area by area."""
    hidden = set()
    width = len(next(iter(leaves)))
    for d in range(width):
        climbs = parents[d] if d < len(parents) else {}
        # along its only dimension a result is its own, and without areas there is one level
        for level in [{}] * (width > 1) + [climbs] * bool(climbs):
            groups = {}
            for codes, counts in leaves.items():
                code = level.get(codes[d], codes[d])
                before = groups.get(code, (0,) * len(counts))
                groups[code] = tuple(a + b for a, b in zip(before, counts, strict=True))
            answer = protect(
                [(code,) for code in groups],
                list(groups.values()),
                rules,
                parents=() if level else (climbs,),
            )
            for code, is_hidden in zip(groups, answer.hidden, strict=True):
                if is_hidden:
                    hidden.add((*(TOTAL,) * d, code, *(TOTAL,) * (width - d - 1)))
    return hidden


class Page:
    """A result on a page with the totals that its readers know."""

    def __init__(self, leaves, hidden, parents, rules, withdrawn=()):
        self.truth = leaves
        self.rules = rules
        totals = sums(leaves, parents)
        small = {
            codes
            for codes, counts in totals.items()
            if any(0 < n < rules.threshold for n in counts)
        }
        everybody = (TOTAL,) * len(next(iter(leaves)))
        out = {everybody} & small | own_results(leaves, parents, rules) | set(withdrawn)
        self.hidden = {codes for codes, flag in zip(leaves, hidden, strict=True) if flag}
        self.known = {codes: n for codes, n in totals.items() if codes not in out | set(leaves)}
        self.parents = parents

    def equations(self, part):
        """What is left of each known total once the shown leaves are taken off."""
        unknown = sorted(self.hidden)
        place = {codes: i for i, codes in enumerate(unknown)}
        rows, rest = [], []
        members = {codes: [] for codes in self.known}
        for leaf in self.truth:
            for above in {*codes_above(leaf, self.parents)} & set(members):
                members[above].append(leaf)
        for codes, leaves in members.items():
            row = np.zeros(len(unknown))
            left = self.known[codes][part]
            for leaf in leaves:
                if leaf in place:
                    row[place[leaf]] = 1
                else:
                    left -= self.truth[leaf][part]
            if row.any():
                rows.append(row)
                rest.append(left)
        return unknown, np.array(rows).reshape(len(rows), len(unknown)), np.array(rest)


def attack_many(pages, part=0, at_least=0):
    """Bound every hidden leaf of many pages: `[(page, codes, low, high)]`."""
    blocks = [page.equations(part) for page in pages]
    matrix = sparse.block_diag([block[1] for block in blocks], format="csr")
    rest = np.concatenate([block[2] for block in blocks])
    starts = np.cumsum([0, *(len(block[0]) for block in blocks)])
    size = int(starts[-1])
    low, high = np.zeros(size), np.zeros(size)
    for turn in range(max((len(block[0]) for block in blocks), default=0)):
        asked = [s + turn for s, block in zip(starts, blocks, strict=False) if turn < len(block[0])]
        weights = np.zeros(size)
        weights[asked] = 1
        for sign, ends in ((1, low), (-1, high)):
            answer = linprog(
                sign * weights, A_eq=matrix, b_eq=rest, bounds=(at_least, BEYOND), method="highs"
            )
            ends[asked] = answer.x[asked]
    cells = [(page, codes) for page, block in zip(pages, blocks, strict=True) for codes in block[0]]
    return [
        (page, codes, lowest, highest)
        for (page, codes), lowest, highest in zip(cells, low, high, strict=True)
    ]


def tighter_than_promised(findings, part=0, at_least=0):
    """The findings that break the promise; zeros are promised nothing."""
    broken = []
    for page, codes, low, high in findings:
        count, threshold = page.truth[codes][part], page.rules.threshold
        narrow = high - low < threshold - 1 - at_least - 1e-6
        lifted = count < threshold and low > 1 + 1e-6
        capped = count < threshold and high < threshold - 1 - 1e-6
        if count > 0 and (narrow or lifted or capped):
            broken.append((page, codes, low, high))
    return broken


@pytest.fixture
def rules():
    return Rules(threshold=5)


@pytest.fixture
def table_of():
    """Draw a table: `table_of(draw, shape, parts, scale)`."""
    return draw_table


@pytest.fixture
def page_of():
    """Put a result on a page: `page_of(leaves, hidden, parents, rules, withdrawn)`."""
    return Page


@pytest.fixture
def attack_all():
    """Attack pages and return the broken promises: `attack_all(pages, part, at_least)`."""

    def attack(pages, part=0, at_least=0):
        pages = [page for page in pages if page.hidden]
        if not pages:
            return []
        return tighter_than_promised(attack_many(pages, part, at_least), part, at_least)

    return attack
