"""Making one hidden cell safe: first among what is hidden already, then by hiding more."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cruscotto.disclosure.promise import Attacker, Witnesses, bounds, least_width, lowest_wanted
from cruscotto.disclosure.push import Engine, Push, Question
from cruscotto.disclosure.table import CountTable, Flags, Floats, Ints


@dataclass(frozen=True)
class Demand:
    """Something that a cell still lacks.

    Attributes:
        ways: how far it may be moved from its true value; any one of them is enough.
        by_steps: whether to get nearer in one way helps, so that the rest may come from another.
    """

    ways: tuple[int, ...]
    by_steps: bool = False


@dataclass(frozen=True)
class Search:
    """The search of a table on behalf of one attacker.

    Attributes:
        table: the table.
        engine: how it is searched.
        attacker: whom to keep out.
        prices: what hiding a cell costs; infinite where it must not be hidden.
    """

    table: CountTable
    engine: Engine
    attacker: Attacker
    prices: Floats

    @cached_property
    def widths(self) -> Ints:
        """How wide the interval of each hidden cell must be."""
        return least_width(self.table, self.attacker)

    @cached_property
    def lowest(self) -> list[Ints]:
        """Down to where the interval of each small cell must reach, by part."""
        return [lowest_wanted(self.table, part, self.attacker) for part in range(self.table.parts)]

    def look(self, cell: int, hidden: Flags, seen: Witnesses) -> None:
        """Add witnesses for a cell that need nothing more to be hidden."""
        nothing_more = np.where(hidden, 0.0, np.inf)
        # a second time, because to reach down and up may already be wide enough
        for _ in range(2):
            for demand in self._lacks(cell, seen):
                for push in self._pushes(cell, demand, nothing_more, seen.part):
                    seen.add(push.leaves)
                    if not self._lacks(cell, seen):
                        return

    def secure(self, cell: int, hidden: Flags, seen: Witnesses) -> tuple[Flags, Witnesses] | None:
        """Hide more, as little as can be, until a cell is safe.

        Returns:
            What is hidden then, with the witnesses that gives; `None` when nothing helps.
        """
        hidden, seen = hidden.copy(), seen.copy()
        while demands := self._lacks(cell, seen):
            prices = np.where(hidden, 0.0, self.prices)
            pushes = list(self._pushes(cell, demands[0], prices, seen.part))
            best = self._best(demands[0], pushes, cell, seen)
            if best is None:
                return None
            hidden[list(best.used)] = True
            seen.add(best.leaves)
        return hidden, seen

    def _pushes(self, cell: int, demand: Demand, prices: Floats, part: int) -> Iterator[Push]:
        may = np.isfinite(prices)
        values = self.table.values[:, part]
        low, high = bounds(self.table, may, part, self.attacker)
        for way in demand.ways:
            question = Question(cell, way, values, low, high, prices, demand.by_steps)
            yield self.engine.push(question)

    def _best(self, demand: Demand, pushes: list[Push], cell: int, seen: Witnesses) -> Push | None:
        """The cheapest push that does all it should; else one that at least gets further."""
        ways = demand.ways
        full = [push for push, way in zip(pushes, ways, strict=True) if push.moved == abs(way)]
        if full:
            return min(full, key=lambda push: push.price)
        value = int(self.table.values[cell, seen.part])
        up, down = seen.highest[cell] - value, value - seen.lowest[cell]
        further = [
            push
            for push, way in zip(pushes, ways, strict=True)
            if demand.by_steps and push.moved > (up if way > 0 else down)
        ]
        return max(further, key=lambda push: push.moved, default=None)

    def _lacks(self, cell: int, seen: Witnesses) -> list[Demand]:
        """Say what a cell still lacks to be safe."""
        value = int(self.table.values[cell, seen.part])
        low, high = int(seen.lowest[cell]), int(seen.highest[cell])
        demands = []
        if self.table.small[cell, seen.part]:
            bottom, top = int(self.lowest[seen.part][cell]), int(self.table.thresholds[cell]) - 1
            demands += [Demand((bottom - value,))] if low > bottom else []
            demands += [Demand((top - value,))] if high < top else []
        missing = int(self.widths[cell]) - (high - low)
        if missing > 0:
            up, down = high - value + missing, value - low + missing
            demands.append(Demand((up, -down) if down <= value else (up,), by_steps=True))
        return demands
