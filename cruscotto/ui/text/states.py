"""The states of a figure as signs and labels, the same in tables, charts, maps and notes."""

from collections.abc import Iterable
from typing import Any

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import Figure, KpiResult, KpiRow, State
from cruscotto.kpi.registry.model import Kpi
from cruscotto.ui.text import words

# What stands where a figure would: hidden is not zero, missing is not hidden.
MARKS = {State.HIDDEN: "•", State.MISSING: words.NOTHING, State.IMMATURE: "…"}
Cell = Figure | State | None


def cell(figure: Figure | None, row: KpiRow) -> Cell:
    """Return the figure; if the row is hidden or immature, return the row's state instead."""
    if row.state in (State.HIDDEN, State.IMMATURE):
        return row.state
    return figure


def beside(figure: Figure | None, row: KpiRow) -> Cell:
    """Return a figure of a row other than its rate; if it may not be shown, return a state.

    If the rate is not shown, it is the row's state. If only this figure is not shown, it is
    `hidden`.
    """
    if row.state is not State.SHOWN:
        return cell(None, row)
    return State.HIDDEN if figure is None else figure


def written(row: KpiRow | None, kpi: Kpi, lang: Lang) -> str:
    """Return a row's value as text; if it is not shown, the sign and name of the row's state."""
    if row is None:
        return MARKS[State.MISSING]
    if row.state is State.SHOWN:
        return words.figure(row.value, kpi, lang)
    if row.state is State.MISSING:
        return MARKS[State.MISSING]
    return f"{MARKS[row.state]} {t(f'states.{row.state}', lang)}"


def total(result: KpiResult) -> KpiRow | None:
    """Return the only row of a result that was measured without dimensions; `None` without rows."""
    return result.rows[0] if result.rows else None


def of(result: KpiResult, *codes: str) -> Cell:
    """Return the value or state of the row with the given codes; `None` if there is no such row."""
    row = result.row(*codes)
    return None if row is None else cell(row.value, row)


def legend(cells: Iterable[Any], lang: Lang) -> str:
    """Return an explanation of the signs for hidden and immature figures among the given cells.

    If no cell is hidden or immature, the text is empty.
    """
    found = {one for one in cells if isinstance(one, State)}
    line = [
        f"{MARKS[state]} {t(f'states.legend_{state}', lang)}"
        for state in (State.HIDDEN, State.IMMATURE)
        if state in found
    ]
    return "; ".join(line)
