"""Attack the difference of two editions; the earlier edition is made in memory.

An installation may keep no earlier edition of its participations, or an earlier edition that
differs by many records. So an earlier edition is made by removing a few records from one cell.
Every table that holds the cell is shown in both editions, and the attacker knows that all these
tables changed by the same few records.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import duckdb
import numpy as np

from cruscotto.disclosure.head_counts import Heads, table_for
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query import trees
from cruscotto.kpi.query.asking import codes_of, rows_of
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.people import PARTICIPANTS_COUNT
from cruscotto.kpi.trial.relations import farthest
from cruscotto.warehouse.reading import records

Codes = tuple[str, ...]
Cell = tuple[int, int]  # persons and the sum of their keys
Ends = tuple[int, int]


def few_more(
    con: duckdb.DuckDBPyConnection, rules: Rules, by: Codes, most: int, rng: Random
) -> Iterator[Ends]:
    """Yield the smallest and the largest number of records that each attacked cell can have gained.

    An attacker computes the two numbers from the figures shown in both editions.

    Args:
        con: a read-only connection to the warehouse.
        rules: the audience and its noise.
        by: the two dimensions of the table whose cells are attacked.
        most: the largest number of cells attacked.
        rng: chooses the cells, and how many records each of them lacks in the earlier edition.
    """
    groups = {names: _cells(con, names, rules) for names in ((), (by[0],), (by[1],), by)}
    for codes in rng.sample(sorted(groups[by]), min(most, len(groups[by]))):
        where = dict(zip(by, codes, strict=True))
        came = _keys(con, where, rng.randint(1, rules.threshold - 1))
        holding = [cells[tuple(where[n] for n in names)] for names, cells in groups.items()]
        before = [(count - len(came), key - sum(came)) for count, key in holding]
        pairs = zip(_shown(holding, rules), _shown(before, rules), strict=True)
        ends = [between(now, then, rules) for now, then in pairs]
        yield max(low for low, _ in ends), min(high for _, high in ends)


def between(now: int | None, before: int | None, rules: Rules) -> Ends:
    """Return the smallest and the largest number of persons that a count can have gained.

    The numbers are computed from the shown counts of two editions. A negative number is a loss.

    Args:
        now: the figure of the later edition; `None` where hidden.
        before: the figure of the earlier edition; `None` where hidden.
        rules: the audience and its noise.
    """
    off, least = farthest(rules), rules.threshold_for(sensitive=False)
    ends = [
        (1, table_for(rules).reach(least) + off)
        if n is None
        else (max(n - off, 0), n + off if n else 0)
        for n in (now, before)
    ]
    return ends[0][0] - ends[1][1], ends[0][1] - ends[1][0]


def _cells(con: duckdb.DuckDBPyConnection, names: Codes, rules: Rules) -> dict[Codes, Cell]:
    rows = rows_of(con, PARTICIPANTS_COUNT, names, Selection(), rules)
    codes = codes_of(PARTICIPANTS_COUNT, names, rows)
    cells = [(int(row["numerator"] or 0), int(row["numerator_key"] or 0)) for row in rows]
    return {code: cell for code, cell in zip(codes, cells, strict=True) if cell[0]}


def _keys(con: duckdb.DuckDBPyConnection, where: dict[str, str], most: int) -> list[int]:
    selection = Selection.from_codes(where)
    query = trees.rows_of(PARTICIPANTS_COUNT, selection).select("record_key").order_by("record_key")
    values: dict[str, Any] = trees.conditions(selection, kpi=PARTICIPANTS_COUNT)[1]
    return [int(r["record_key"]) for r in records(con, query.limit(most).sql("duckdb"), values)]


def _shown(cells: Sequence[Cell], rules: Rules) -> list[int | None]:
    counts, keys = zip(*cells, strict=True)
    heads = Heads.of(counts, [key % 2**32 for key in keys], rules)
    small = heads.small(rules, np.zeros(len(cells), dtype=np.bool_))
    return [None if few else int(n) for n, few in zip(heads.shown, small, strict=True)]
