"""The two sides of a change: two selections that differ along one dimension, or in the edition."""

from collections.abc import Sequence
from typing import Any

import duckdb

from cruscotto.errors import UnknownName, WrongValue
from cruscotto.kpi.query.selection import Selection, Slot, dimension
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.warehouse.reading import ask

EDITION = "edition"
# What lifts a filter: `--to region=Italia` is everywhere.
EVERYWHERE = frozenset({"italia", "italy", "it", "all", "tutte", "tutti"})
SLOTS: tuple[Slot, ...] = ("current", "previous")
Sides = tuple[Selection, Selection]


def sides_of(
    con: duckdb.DuckDBPyConnection,
    start: Sequence[str],
    end: Sequence[str],
    where: Selection,
    among: Sequence[str] = tuple(DIMENSIONS),
) -> tuple[str, Sides]:
    """Parse the two sides of a change, in the notation of the command line.

    Args:
        con: a read-only connection to the warehouse.
        start: the codes of the first side, as `dimension=code,code` or `edition=DATE`.
        end: the codes of the second side, written likewise.
        where: the filters common to both sides.
        among: the dimensions allowed, which an error lists.

    Returns:
        The first dimension along which the sides differ, and the two selections.

    Raises:
        WrongValue: the sides name different dimensions or no dimension, or a text has no code.
        UnknownName: a dimension or an edition does not exist.
    """
    written = ((start, "--from"), (end, "--to"))
    named = [_named(listed, option, among) for listed, option in written]
    names = [set(one) for one in named]
    if names[0] != names[1] or not names[0]:
        expected = ", ".join(f"{name}=…" for name in sorted(names[0])) or "DIMENSION=CODE"
        raise WrongValue(option="--to", value=", ".join(end), expected=expected)
    first, second = (_side(con, one, where) for one in named)
    differing = [name for name in named[0] if named[0][name] != named[1][name]]
    return (differing or list(named[0]))[0], (first, second)


def _named(listed: Sequence[str], option: str, among: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in listed:
        name, equals, codes = text.partition("=")
        if not equals or not codes.strip():
            raise WrongValue(option=option, value=text, expected="DIMENSION=CODE,CODE")
        is_edition = name.strip() == EDITION
        known = EDITION if is_edition else dimension(name.strip(), (*among, EDITION)).name
        found[known] = codes.strip()
    return found


def _side(con: duckdb.DuckDBPyConnection, named: dict[str, str], where: Selection) -> Selection:
    """Return the selection of one side of a change.

    Args:
        con: a read-only connection to the warehouse.
        named: the side's own codes by dimension, separated by commas. A word for the whole, such as
            `all`, removes the dimension's filter.
        where: the filters common to both sides, which the side's own codes replace.
    """
    lifted = {name for name, codes in named.items() if codes.lower() in EVERYWHERE}
    own = [f"{n}={codes}" for n, codes in named.items() if n != EDITION and n not in lifted]
    codes: dict[str, Any] = dict(where.where) | dict(Selection.parse(own).where)
    kept = {name: listed for name, listed in codes.items() if name not in lifted}
    slot = _slot(con, named[EDITION]) if EDITION in named else where.slot
    return Selection.from_codes(kept, slot)


def _slot(con: duckdb.DuckDBPyConnection, edition: str) -> Slot:
    """Return the slot of an edition: `current` or `previous`.

    Args:
        con: a read-only connection to the warehouse.
        edition: the name of the slot, or the edition's day (ISO).
    """
    days = {str(row["edition"]): row["slot"] for row in ask(con, "editions_kept")}
    found = edition if edition in SLOTS else days.get(edition)
    for slot in SLOTS:
        if found == slot:
            return slot
    raise UnknownName(kind=EDITION, name=edition, similar=[], known=[*SLOTS, *sorted(days)])
