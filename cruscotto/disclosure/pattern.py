"""Which cells of one table to hide: the threshold first, then what would give those away."""

from dataclasses import dataclass, field

import numpy as np

from cruscotto.disclosure.flow import Network
from cruscotto.disclosure.mixed import Mixed
from cruscotto.disclosure.price import losses
from cruscotto.disclosure.promise import Attacker, Witnesses
from cruscotto.disclosure.search import Search
from cruscotto.disclosure.table import CountTable, Flags


@dataclass(frozen=True)
class Pattern:
    """What is hidden of one table.

    Attributes:
        hidden: per cell.
        withheld: nothing short of withholding the whole table keeps the promise.
        told: whether it also holds against somebody told which figures are below the threshold.
    """

    hidden: Flags
    withheld: bool = False
    told: bool = True


def choose(table: CountTable, start: Flags) -> Pattern:
    """Choose the cells to hide; the same table always gets the same ones.

    Args:
        table: what is to be protected.
        start: cells that are hidden already where they are shown on their own.
    """
    hidden, before = table.primary | (start & table.choosable), None
    guards = _Guards.of(table, hidden)
    while before is None or (hidden != before).any():
        before = hidden
        hidden = guards.strengthen(hidden)
    if guards.rule.beyond_help or guards.reader.beyond_help:
        return Pattern(~table.fixed, withheld=True, told=False)
    return Pattern(hidden, told=guards.told is not None and not guards.told.beyond_help)


@dataclass
class Guard:
    """Keeps one attacker out: what he cannot exclude so far, and which figures are beyond help.

    Attributes:
        search: how his table is searched.
        known: cells that he sees whatever is decided.
        seen: per part, the tables that he cannot exclude.
        beyond_help: parts and cells that nothing can keep from him.
    """

    search: Search
    known: Flags
    seen: list[Witnesses] = field(init=False)
    beyond_help: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        table = self.search.table
        self.seen = [Witnesses.of(table, part) for part in range(table.parts)]

    def learn(self, stronger: "Guard") -> None:
        """What somebody who knows more cannot exclude, this one cannot either."""
        for mine, theirs in zip(self.seen, stronger.seen, strict=True):
            mine.take_over(theirs)

    def strengthen(self, hidden: Flags) -> Flags:
        """Hide more until every hidden figure is safe, or nothing helps any more."""
        while weak := self._weak(hidden):
            for part, cell in weak:
                unseen = hidden & ~self.known
                if not self.seen[part].unsafe(unseen, self.search.attacker)[cell]:
                    continue
                self.search.look(cell, unseen, self.seen[part])
                answer = self.search.secure(cell, unseen, self.seen[part])
                if answer is None:
                    self.beyond_help.add((part, cell))
                else:
                    hidden, self.seen[part] = hidden | answer[0], answer[1]
        return hidden

    def _weak(self, hidden: Flags) -> list[tuple[int, int]]:
        figures = [
            (part, int(cell))
            for part, seen in enumerate(self.seen)
            for cell in np.flatnonzero(seen.unsafe(hidden & ~self.known, self.search.attacker))
        ]
        return [figure for figure in figures if figure not in self.beyond_help]


@dataclass(frozen=True)
class _Guards:
    """Whom to keep out.

    Attributes:
        beside: a reader with all that the results by one dimension alone show, as far as can be.
        told: somebody told which figures are small, as far as hiding leaves can do it and where a
            network makes it quick.
        rule: a reader who knows that zeros are shown.
        reader: a reader of this result and of the totals not withdrawn.
    """

    beside: Guard
    told: Guard | None
    rule: Guard
    reader: Guard

    @classmethod
    def of(cls, table: CountTable, hidden: Flags) -> "_Guards":
        network = Network.of(table)
        engine = network or Mixed(table)
        nothing = np.zeros_like(hidden)
        shown_beside = ~table.listed & ~hidden
        margins = np.arange(len(hidden)) >= table.leaf_count
        prices = np.where(table.choosable | hidden, losses(table), np.inf)

        def guard(attacker: Attacker, spared: Flags, known: Flags) -> Guard:
            allowed = np.where(spared, np.inf, prices)
            return Guard(Search(table, engine, attacker, allowed), known)

        return cls(
            guard(Attacker.READER, shown_beside, shown_beside),
            guard(Attacker.TOLD, margins, nothing) if network else None,
            guard(Attacker.RULE, nothing, nothing),
            guard(Attacker.READER, nothing, nothing),
        )

    def strengthen(self, hidden: Flags) -> Flags:
        """Let each of them ask for what he needs, the one who knows most first."""
        hidden = self.beside.strengthen(hidden)
        if self.told:
            hidden = self.told.strengthen(hidden)
            self.rule.learn(self.told)
        hidden = self.rule.strengthen(hidden)
        self.reader.learn(self.rule)
        self.reader.learn(self.beside)
        return self.reader.strengthen(hidden)
