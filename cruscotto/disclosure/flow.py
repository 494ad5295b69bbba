"""Tables as networks: every figure is a flow, and a change that keeps all sums is a cycle.

When the totals of a table form two hierarchies (its rows and its columns, each nested as deep as
it likes), each total is a node and each cell a pipe from its row to its column. What a reader
cannot exclude is then found by pushing persons around cycles of hidden cells, in whole persons,
and the cheapest further cell to hide is a shortest path (Cox 1995; Kelly, Golden and Assad 1992).
"""

from heapq import heappop, heappush
from itertools import count

import numpy as np

from cruscotto.disclosure.push import Push, Question, read
from cruscotto.disclosure.table import TOTAL, CountTable, Flags, Ints

# A longer way round is taken only when it is cheaper.
PER_CELL = 1e-6
ROOT_OF_ROWS, ROOT_OF_COLUMNS = 0, 1
UP, DOWN = 1, -1

# A cell and the way it is moved; a pipe also names the node it leads to.
Step = tuple[int, int]
Pipe = tuple[int, int, int]


class Network:
    """The cells of a table as pipes between the nodes of two hierarchies of totals."""

    def __init__(self, leaf_count: int, ends: list[tuple[int, int]]) -> None:
        self.leaf_count = leaf_count
        self.ends = ends
        self.pipes: list[list[Pipe]] = [[] for _ in range(len(ends) + 2)]
        for cell, (tail, head) in enumerate(ends):
            self.pipes[tail].append((cell, head, UP))
            self.pipes[head].append((cell, tail, DOWN))

    @classmethod
    def of(cls, table: CountTable) -> "Network | None":
        """Read a table as a network; `None` when its totals cross in more than two ways."""
        side = _sides(table)
        if side is None:
            return None
        everything = table.cells.index((TOTAL,) * len(table.cells[0]))
        ends = [[ROOT_OF_ROWS, ROOT_OF_COLUMNS] for _ in table.cells]
        for which in (0, 1):
            members = np.flatnonzero(side == which).tolist()
            _hang(table, [cell for cell in members if cell != everything], which, ends)
        ends[everything] = [ROOT_OF_COLUMNS, ROOT_OF_ROWS]
        return cls(table.leaf_count, [(tail, head) for tail, head in ends])

    def push(self, question: Question) -> Push:
        """Move a cell along the cheapest cycles, one after the other, as far as it goes."""
        walk = _Walk(question)
        sign = UP if question.amount > 0 else DOWN
        tail, head = self.ends[question.cell]
        start, goal = (head, tail) if sign == UP else (tail, head)
        wanted, moved = walk.allowance(question.cell, question.amount), 0
        while moved < wanted:
            way = _cheapest(self.pipes, start, goal, walk)
            if way is None:
                break
            moved += walk.take([*way, (question.cell, sign)], wanted - moved)
        figures = np.array(walk.flow, dtype=np.int64)
        return read(question, figures[: self.leaf_count], figures)


class _Walk:
    """The figures while persons are moved, as plain lists: they are touched one at a time."""

    def __init__(self, question: Question) -> None:
        self.skip = question.cell
        self.flow: list[int] = question.values.tolist()
        self.low: list[float] = question.low.tolist()
        self.high: list[float] = question.high.tolist()
        self.cost: list[float] = question.prices.tolist()

    def allowance(self, cell: int, amount: int) -> int:
        """How far a cell may go itself, of what is asked."""
        room = self.high[cell] - self.flow[cell] if amount > 0 else self.flow[cell] - self.low[cell]
        return int(min(abs(amount), room))

    def has_room(self, cell: int, direction: int) -> bool:
        if cell == self.skip:
            return False
        flow = self.flow[cell]
        return flow < self.high[cell] if direction == UP else flow > self.low[cell]

    def take(self, way: list[Step], wanted: int) -> int:
        """Move as many persons round a cycle as its cells allow; from now on these cost nothing."""
        room = [
            self.high[cell] - self.flow[cell]
            if direction == UP
            else self.flow[cell] - self.low[cell]
            for cell, direction in way[:-1]
        ]
        step = int(min([wanted, *room]))
        for cell, direction in way:
            self.flow[cell] += direction * step
            self.cost[cell] = 0.0
        return step


def _cheapest(pipes: list[list[Pipe]], start: int, goal: int, walk: _Walk) -> list[Step] | None:
    """Dijkstra's shortest path from one node to another, without the pipe to be moved."""
    best = {start: 0.0}
    came: dict[int, tuple[int, Step]] = {}
    order = count()
    queue = [(0.0, next(order), start)]
    while queue:
        spent, _, node = heappop(queue)
        if node == goal:
            return _way_back(start, goal, came)
        if spent > best[node]:
            continue
        for cell, other, direction in pipes[node]:
            price = spent + walk.cost[cell] + PER_CELL
            if price < best.get(other, np.inf) and walk.has_room(cell, direction):
                best[other] = price
                came[other] = (node, (cell, direction))
                heappush(queue, (price, next(order), other))
    return None


def _way_back(start: int, goal: int, came: dict[int, tuple[int, Step]]) -> list[Step]:
    way = []
    node = goal
    while node != start:
        node, step = came[node]
        way.append(step)
    return way


def _hang(table: CountTable, members: list[int], which: int, ends: list[list[int]]) -> None:
    """Hang the totals of one hierarchy, and the leaves, each below the smallest that counts it.

    A total of the rows flows from the one above into its own node; one of the columns flows out
    of its own node into the one above.
    """
    sets = table.belongs[members].toarray() > 0
    order = sorted(range(len(members)), key=lambda m: (sets[m].sum(), members[m]))
    for place, m in enumerate(order):
        above = (members[o] + 2 for o in order[place + 1 :] if sets[o][sets[m]].all())
        ends[members[m]][which] = next(above, which)
        ends[members[m]][1 - which] = members[m] + 2
    for leaf in range(table.leaf_count):
        ends[leaf][which] = next((members[o] + 2 for o in order if sets[o][leaf]), which)


def _sides(table: CountTable) -> Ints | None:
    """Give each total to the rows (0) or the columns (1), so that neither crosses itself.

    Two totals cross when they share leaves and neither contains the other.
    """
    margins = table.belongs[table.leaf_count :]
    shared = (margins @ margins.T).toarray()
    sizes = shared.diagonal()
    crosses = (shared > 0) & (shared < np.minimum.outer(sizes, sizes))
    side = np.full(len(table.cells), -1, dtype=np.int64)
    for first in range(len(sizes)):
        undecided = side[first + table.leaf_count] < 0
        if undecided and not _colour(first, crosses, side[table.leaf_count :]):
            return None
    return side


def _colour(first: int, crosses: Flags, side: Ints) -> bool:
    """Give a total and all that it crosses, directly or not, to alternating sides."""
    side[first] = 0
    waiting = [first]
    while waiting:
        one = waiting.pop()
        for other in np.flatnonzero(crosses[one]):
            if side[other] == side[one]:
                return False
            if side[other] < 0:
                side[other] = 1 - side[one]
                waiting.append(int(other))
    return True
