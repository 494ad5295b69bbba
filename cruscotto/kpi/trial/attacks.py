"""Attacks on the figures that an audience sees, tried on the participations of a warehouse."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

import duckdb
import numpy as np

from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.nesting import NESTS
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import COMPLETION_RATE, DROPOUT_RATE, PARTICIPANTS_COUNT
from cruscotto.kpi.trial.editions import few_more
from cruscotto.kpi.trial.relations import Relations, farthest

# Tables that pages show: a place or a programme by who took part, and when.
TABLES = (
    ("region", "sex"),
    ("region", "year"),
    ("programme", "sex"),
    ("programme", "year"),
    ("provider", "sex"),
    ("provider", "year"),
)
INDICATORS = (PARTICIPANTS_COUNT, COMPLETION_RATE, DROPOUT_RATE, PLACEMENT_RATE_6M)
EXACT = Rules(audience=Audience.EXACT)
# A mean of many answers may be this much better than one by chance.
WORTH_ONE_ANSWER = 0.9
Codes = tuple[str, ...]
Counts = dict[Codes, int | None]


@dataclass(frozen=True)
class Outcome:
    """The result of one attack.

    Attributes:
        attack: the attack's name in the catalogues.
        tried: how many hidden small counts the attack was tried on.
        exact: how many counts it recovered with certainty.
        tight: how many counts it narrowed down. A hidden count is known to be at least 1 and below
            the threshold; the attack found a smaller range for these counts. It includes the
            counts of `exact`.
        ratio: the mean error of the average of several answers, divided by the mean error of one
            answer; `None` for attacks that ask only once.
    """

    attack: str
    tried: int
    exact: int
    tight: int
    ratio: float | None = None

    @property
    def has_failed(self) -> bool:
        """Return whether the attack failed.

        It failed if `exact` and `tight` are zero, and if `ratio` is at least `WORTH_ONE_ANSWER`: an
        average of several answers is then hardly better than one answer.
        """
        return not self.exact and not self.tight and (self.ratio or 1.0) >= WORTH_ONE_ANSWER


@dataclass(frozen=True)
class Trial:
    """The attacks on the figures that one audience sees.

    Attributes:
        con: a read-only connection to the warehouse.
        rules: the audience, its thresholds and noise.
        most: the largest number of cells tried in each table.
    """

    con: duckdb.DuckDBPyConnection
    rules: Rules
    most: int = 40

    def run(self) -> Iterator[Outcome]:
        """Yield the outcome of each attack."""
        yield self.tables("tables", nested=False)
        yield self.tables("nests", nested=True)
        yield self.filters()
        yield self.editions()

    # ------------------------------------------------------------ figures
    def _counts(
        self, kpi: Kpi, by: Codes, selection: Selection | None = None, rules: Rules | None = None
    ) -> Counts:
        found = measure(self.con, kpi, by, selection, rules or self.rules)
        counts = [None if row.numerator is None else int(row.numerator) for row in found.rows]
        return {row.codes: count for row, count in zip(found.rows, counts, strict=True)}

    def _small(self, truth: Counts, shown: Counts) -> list[Codes]:
        """Return the codes of hidden cells with few persons, at most `most`, chosen at random."""
        few = range(1, self.rules.threshold_for(sensitive=False))
        small = [codes for codes, count in truth.items() if count in few and not shown[codes]]
        return Random(1).sample(small, min(self.most, len(small)))

    # ------------------------------------------------------------ attacks
    def tables(self, attack: str, *, nested: bool) -> Outcome:
        """Compute hidden cells of tables from the cells and totals shown; return the outcome.

        For each hidden cell, the attack computes the smallest and the largest count that fit all
        shown figures.

        Args:
            attack: the attack's name in the catalogues.
            nested: whether to use also the figures of larger units, such as macro-areas for
                regions; only tables that have such units are then attacked.
        """
        ends = [
            reach
            for kpi, by in product(INDICATORS, TABLES)
            if bool(set(by) & set(NESTS)) or not nested
            for reach in self._table(kpi, by, nested)
        ]
        return self._outcome(attack, ends)

    def _table(self, kpi: Kpi, by: Codes, nested: bool) -> Iterator[tuple[int, int]]:
        truth, shown = self._counts(kpi, by, rules=EXACT), self._counts(kpi, by)
        place = {codes: number for number, codes in enumerate(truth)}
        known = Relations(len(place), self.rules)
        for codes, count in shown.items():
            known.shown([place[codes]], count, is_rate=kpi is not PARTICIPANTS_COUNT)
        for names in ((), (by[0],), (by[1],), *(self._above(by) if nested else ())):
            groups = self._groups(by, names, place)
            for codes, count in self._counts(kpi, names).items():
                known.shown(groups.get(codes, []), count, is_rate=kpi is not PARTICIPANTS_COUNT)
        yield from (known.reach(place[codes]) for codes in self._small(truth, shown))

    def _above(self, by: Codes) -> Iterator[Codes]:
        for name in NESTS.get(by[0], ()):
            yield (name,)
            yield (name, by[1])

    def _groups(self, by: Codes, names: Codes, place: dict[Codes, int]) -> dict[Codes, list[int]]:
        """Return the cells that each row of a coarser table adds up.

        Args:
            by: the dimensions of the cells.
            names: the dimensions of the coarser table.
            place: the index of each cell, by the cell's codes.

        Returns:
            The indices of the cells, by the codes of the coarser table's row.
        """
        above = {name: self._parents(by[0], name) for name in names if name not in by}
        groups: dict[Codes, list[int]] = {}
        for codes, number in place.items():
            own = dict(zip(by, codes, strict=True))
            key = tuple(own[n] if n in own else above[n].get(own[by[0]], "") for n in names)
            groups.setdefault(key, []).append(number)
        return groups

    def _parents(self, name: str, above: str) -> dict[str, str]:
        pairs = self._counts(PARTICIPANTS_COUNT, (name, above), rules=EXACT)
        return {codes[0]: codes[1] for codes in pairs}

    def filters(self) -> Outcome:
        """Compute hidden counts of single regions and programmes by filters; return the outcome.

        To compute the count of a region, the attack asks for the count of several regions, this one
        included, and for the count of the same regions without this one. The difference is the
        count of the region. The attack does this ten times, each time with other regions beside it.
        """
        ends, single, mean, rng = [], [], [], Random(2)
        for name, by in (("region", ("programme", "sex")), ("programme", ("sex", "year"))):
            codes = [c for (c,) in self._counts(PARTICIPANTS_COUNT, (name,), rules=EXACT)]
            if len(codes) == 1:  # one region or programme has no union to be taken off
                continue
            for code in rng.sample(codes, min(6, self.most, len(codes))):
                truth = self._within(by, {name: [code]}, EXACT)
                small = self._small(truth, self._within(by, {name: [code]}))
                seen = self._differences(by, name, code, codes, small, rng)
                for cell, found in seen.items():
                    true, off = truth[cell] or 0, farthest(self.rules)
                    ends.append((max(1, max(found) - off), min(found) + off))
                    single.append(abs(found[0] - true))
                    mean.append(abs(float(np.mean(found)) - true))
        ratio = float(np.mean(mean) / np.mean(single)) if any(single) else None
        return self._outcome("unions", ends, ratio)

    def _within(self, by: Codes, where: dict[str, list[str]], rules: Rules | None = None) -> Counts:
        return self._counts(PARTICIPANTS_COUNT, by, Selection.from_codes(where), rules)

    def _differences(
        self,
        by: Codes,
        name: str,
        code: str,
        codes: Sequence[str],
        small: Sequence[Codes],
        rng: Random,
    ) -> dict[Codes, list[int]]:
        others = [one for one in codes if one != code]
        seen: dict[Codes, list[int]] = {}
        for _ in range(10):
            union = rng.sample(others, rng.randint(max(1, len(others) // 2), len(others)))
            wide, narrow = (self._within(by, {name: one}) for one in ([*union, code], union))
            for cell in small:
                first, second = wide.get(cell, 0), narrow.get(cell, 0)
                if first is not None and second is not None:
                    seen.setdefault(cell, []).append(first - second)
        return seen

    def editions(self) -> Outcome:
        """Compute how many records a cell gained between two editions; return the outcome.

        The later edition has a few records more in the cell attacked; see `trial.editions`.
        """
        rng, each = Random(3), -(-self.most // len(TABLES))
        ends = [end for by in TABLES for end in few_more(self.con, self.rules, by, each, rng)]
        return self._outcome("editions", ends)

    def _outcome(
        self, attack: str, ends: Sequence[tuple[int, int]], ratio: float | None = None
    ) -> Outcome:
        width = self.rules.threshold_for(sensitive=False) - 2
        exact = sum(low == high for low, high in ends)
        tight = sum(high - low < width for low, high in ends)
        return Outcome(attack, len(ends), exact, tight, ratio)


def attacks(
    con: duckdb.DuckDBPyConnection, rules: Rules, most: int = 40
) -> Iterator[tuple[Audience, Outcome]]:
    """Yield (audience, outcome) of every attack on the protected and on the public figures.

    Args:
        con: a read-only connection to the warehouse.
        rules: the installation's noise and thresholds.
        most: the largest number of cells tried in each table.
    """
    for audience in (Audience.PROTECTED, Audience.PUBLIC):
        for outcome in Trial(con, rules.model_copy(update={"audience": audience}), most).run():
            yield audience, outcome
