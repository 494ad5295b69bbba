"""The two sides of a change: two selections that differ along one dimension, or two editions."""

from collections.abc import Sequence
from typing import Any

import duckdb

from cruscotto.errors import UnknownName, WrongValue
from cruscotto.kpi.query.selection import Selection, Slot, dimension
from cruscotto.warehouse.reading import ask

EDITION = "edition"
# What lifts a filter: `--to region=Italia` is everywhere.
EVERYWHERE = frozenset({"italia", "italy", "it", "all", "tutte", "tutti"})
SLOTS: tuple[Slot, ...] = ("current", "previous")
Sides = tuple[Selection, Selection]


def sides_of(
    con: duckdb.DuckDBPyConnection, start: Sequence[str], end: Sequence[str], where: Selection
) -> tuple[str, Sides]:
    """Read the two sides of a change as the command line writes them.

    Args:
        con: a reader's connection.
        start: `dimension=code,code` or `edition=DATE` of the first side.
        end: the same of the second.
        where: what both sides are filtered by.

    Returns:
        The dimension along which they differ, and the two selections.

    Raises:
        WrongValue: the sides name different dimensions, or none.
        UnknownName: no such dimension, or no such edition.
    """
    named = [_named(listed, option) for listed, option in ((start, "--from"), (end, "--to"))]
    names = [set(one) for one in named]
    if names[0] != names[1] or not names[0]:
        expected = ", ".join(f"{name}=…" for name in sorted(names[0])) or "DIMENSION=CODE"
        raise WrongValue(option="--to", value=", ".join(end), expected=expected)
    first, second = (_side(con, one, where) for one in named)
    differing = [name for name in named[0] if named[0][name] != named[1][name]]
    return (differing or list(named[0]))[0], (first, second)


def _named(listed: Sequence[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in listed:
        name, equals, codes = text.partition("=")
        if not equals or not codes.strip():
            raise WrongValue(option=option, value=text, expected="DIMENSION=CODE,CODE")
        known = EDITION if name.strip() == EDITION else dimension(name.strip()).name
        found[known] = codes.strip()
    return found


def _side(con: duckdb.DuckDBPyConnection, named: dict[str, str], where: Selection) -> Selection:
    """Return what both sides are filtered by, and one side's own codes."""
    lifted = {name for name, codes in named.items() if codes.lower() in EVERYWHERE}
    own = [f"{n}={codes}" for n, codes in named.items() if n != EDITION and n not in lifted]
    codes: dict[str, Any] = dict(where.where) | dict(Selection.parse(own).where)
    kept = {name: listed for name, listed in codes.items() if name not in lifted}
    slot = _slot(con, named[EDITION]) if EDITION in named else where.slot
    return Selection.from_codes(kept, slot)


def _slot(con: duckdb.DuckDBPyConnection, edition: str) -> Slot:
    """Return which of the editions kept is meant: by its name or by its day."""
    days = {str(row["edition"]): row["slot"] for row in ask(con, "editions_kept")}
    found = edition if edition in SLOTS else days.get(edition)
    for slot in SLOTS:
        if found == slot:
            return slot
    raise UnknownName(kind=EDITION, name=edition, similar=[], known=[*SLOTS, *sorted(days)])
