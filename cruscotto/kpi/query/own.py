"""Find the figures that are only about participants of the reader's own authorities.

The codes of such a figure, or its filter, name only authorities or programmes of the reader; which
participants the data contain does not matter. Such a figure is shown exactly.

Every other figure is under disclosure control. If it also counts participants of the reader's own
authorities, it is a sum over authorities: the count of the reader's own authorities is exact, and
the count of each other authority has its own noise. If the whole figure had a single noise, that
noise would differ from figure to figure with the reader's own participants, whom the reader knows.
From many such figures the reader could average the noise away and learn the count of the other
authorities.
"""

from collections.abc import Sequence

import duckdb
import numpy as np

from cruscotto.disclosure.noise import Flags
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query.selection import Selection
from cruscotto.warehouse.reading import ask

AUTHORITY, PROGRAMME = "managing_authority", "programme"


def owners(by: tuple[str, ...], chosen: Selection, rules: Rules) -> tuple[str, ...]:
    """Return the dimension by which a figure must be split before noise is added, or nothing.

    The split separates the reader's own authorities from all others.

    Args:
        by: the dimensions of the figure.
        chosen: the selection of the figure.
        rules: the audience, and the authorities that the reader answers for.

    Returns:
        `("managing_authority",)`; empty if the figure is already grouped or filtered by authority,
        if the reader answers for no authority, or if figures get no noise.
    """
    is_parted = AUTHORITY in by or chosen.codes(AUTHORITY)
    return (AUTHORITY,) if rules.guards and rules.own and not is_parted else ()


def own_cells(names: Sequence[str], codes: Sequence[tuple[str, ...]], rules: Rules) -> Flags:
    """Return whether the codes of each cell name an authority that the reader answers for.

    Args:
        names: the dimensions of the cells.
        codes: the codes of each cell, in the order of the dimensions.
        rules: the authorities that the reader answers for.
    """
    if not rules.own or AUTHORITY not in names:
        return np.zeros(len(codes), dtype=np.bool_)
    place = tuple(names).index(AUTHORITY)
    return np.array([code[place] in rules.own for code in codes], dtype=np.bool_)


def own_rows(
    con: duckdb.DuckDBPyConnection,
    by: tuple[str, ...],
    chosen: Selection,
    codes: Sequence[tuple[str, ...]],
    rules: Rules,
) -> Flags:
    """Return whether each row is only about participants of the reader's own authorities.

    Args:
        con: a read-only connection to the warehouse.
        by: the dimensions of the rows.
        chosen: the selection of the rows.
        codes: the codes of each row, in the order of the dimensions.
        rules: the authorities that the reader answers for.
    """
    if not rules.own:
        return np.zeros(len(codes), dtype=np.bool_)
    inside = {AUTHORITY: frozenset(rules.own), PROGRAMME: own_programmes(con, rules)}
    filtered = {name: frozenset(chosen.codes(name)) for name in inside}
    if any(listed and listed <= inside[name] for name, listed in filtered.items()):
        return np.ones(len(codes), dtype=np.bool_)
    places = [(by.index(name), inside[name]) for name in inside if name in by]
    return np.array([any(c[i] in known for i, known in places) for c in codes], dtype=np.bool_)


def own_programmes(con: duckdb.DuckDBPyConnection, rules: Rules) -> frozenset[str]:
    """Return the codes of the programmes that only the reader's own authorities answer for."""
    if not rules.own:
        return frozenset()
    return frozenset(
        row["programme_code"] for row in ask(con, "own_programmes", {"own": list(rules.own)})
    )


def own_operations(
    con: duckdb.DuckDBPyConnection, codes: Sequence[str], rules: Rules
) -> frozenset[str]:
    """Return those of some operations for which only the reader's own authorities answer.

    Args:
        con: a read-only connection to the warehouse.
        codes: the codes of the operations.
        rules: the authorities that the reader answers for.
    """
    if not rules.own:
        return frozenset()
    asked = {"own": list(rules.own), "codes": list(codes)}
    return frozenset(row["operation_code"] for row in ask(con, "own_operations", asked))
