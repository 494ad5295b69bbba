"""Cards with the main figures, and the change of each since the previous edition."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

import streamlit as st

from cruscotto.i18n import Lang, format_date, format_number, format_value, t
from cruscotto.i18n.numbers import MINUS, Number
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Direction, Kpi, Unit
from cruscotto.kpi.registry.money import (
    AVERAGE_DELAY_DAYS,
    COMMITMENTS_EUR,
    CONCLUDED_SHARE,
    OPERATIONS_COUNT,
    PAYMENT_RATE,
    PAYMENTS_EUR,
    PAYMENTS_ON_COMMITMENTS,
    PUBLIC_FUNDING_EUR,
)
from cruscotto.ui.exhibit import stages
from cruscotto.ui.state import session
from cruscotto.ui.text import notes, prose, words

# What the overview shows of the money.
GLANCE: tuple[Kpi, ...] = (
    OPERATIONS_COUNT,
    PUBLIC_FUNDING_EUR,
    COMMITMENTS_EUR,
    PAYMENTS_EUR,
    PAYMENT_RATE,
    PAYMENTS_ON_COMMITMENTS,
    CONCLUDED_SHARE,
    AVERAGE_DELAY_DAYS,
)
PER_ROW = 4
# Pixels below which a row holds fewer cards: two on a phone.
NARROWEST = 150


def headline(kpis: Sequence[Kpi], selection: Selection, lang: Lang) -> None:
    """Draw a card for each indicator that has a value, four to a row."""
    shown = measured(kpis, selection)
    since = previous_edition(selection)
    with st.grid(PER_ROW, min_column_width=NARROWEST):
        for result in shown:
            card(result, selection, since, lang)
    prose.small(f"{since_words(since, lang)} {_plan_words(shown, selection, lang)}")


def measured(kpis: Sequence[Kpi], selection: Selection) -> list[KpiResult]:
    """Return the results of the indicators that have a value under the filters."""
    # a plan has no status: under that filter its figures would be those of all operations
    fit = [kpi for kpi in kpis if session.fits(kpi, selection)]
    results = [session.measure(kpi, (), selection) for kpi in fit]
    return [result for result in results if result.value() is not None]


def since_words(since: str | None, lang: Lang) -> str:
    """Return a note on the edition that changes are counted from, or that there is no such edition.

    Args:
        since: the date of the previous edition, see `previous_edition`.
        lang: the reader's language.
    """
    if since is None:
        return t("cards.no_previous", lang)
    return t("cards.since", lang, edition=format_date(date.fromisoformat(since), lang))


def _plan_words(shown: Sequence[KpiResult], selection: Selection, lang: Lang) -> str:
    """Return a note on which periods the cards about the planned budget cover.

    The note is empty if no card is about the plan, or if the budget is known for every selected
    period that has operations.
    """
    if not any(result.kpi.mart == "programme_money" for result in shown):
        return ""
    covered = set(stages.covered(selection))
    held = {row.codes[0] for row in session.measure(OPERATIONS_COUNT, ("period",), selection).rows}
    if held <= covered:
        return ""
    return t("cards.plan_covers", lang, periods=", ".join(sorted(covered)))


def previous_edition(selection: Selection) -> str | None:
    """Return the date of the previous edition, or `None` if it is not comparable with this one.

    Two editions are comparable if they have operations of the same periods. Otherwise a total would
    seem to grow only because the newer edition includes one more period.
    """
    now = session.measure(OPERATIONS_COUNT, ("period",), selection)
    before = session.measure(OPERATIONS_COUNT, ("period",), selection.at("previous"))
    same = {row.codes for row in now.rows} == {row.codes for row in before.rows}
    return before.editions[0] if same and before.editions else None


def card(result: KpiResult, selection: Selection, since: str | None, lang: Lang) -> None:
    """Draw a card with an indicator's figure and its change since the previous edition, if known.

    Hovering shows the exact value and the definition.

    Args:
        result: the indicator's result over the whole selection.
        selection: what the page shows.
        since: the date of the previous edition; `None` to show no change.
        lang: the reader's language.
    """
    kpi = result.kpi
    change = _change(result, selection) if since else None
    written = None if change is None else change_words(change, kpi, lang)
    is_still = change is None or written == t("cards.unchanged", lang)
    st.metric(
        kpi.label.in_(lang),
        _written(result.value(), kpi, lang),
        delta=written,
        delta_color="off" if is_still else _colour(change or 0, kpi),
        delta_arrow="off" if is_still else "up" if (change or 0) > 0 else "down",
        help=f"{_exact(result, lang)}\n\n{notes.meaning(kpi, lang)}",
        border=True,
        height="stretch",
    )


def _colour(change: Number, kpi: Kpi) -> Literal["green", "red", "off"]:
    """Return the colour of a change: green for better, red for worse.

    Return `off` if the indicator has no better or worse direction.
    """
    if kpi.direction is Direction.CONTEXT:
        return "off"
    return "green" if (change > 0) == (kpi.direction is Direction.HIGHER_IS_BETTER) else "red"


def _written(value: Number | None, kpi: Kpi, lang: Lang) -> str:
    """Return a figure as text; a count is shortened, so that two cards fit beside each other."""
    is_count = kpi.unit is Unit.COUNT and value is not None
    return words.brief(value or 0, lang) if is_count else words.figure(value, kpi, lang)


def _exact(result: KpiResult, lang: Lang) -> str:
    row = result.rows[0]
    exact = format_value(row.value, result.kpi.unit, lang)
    if row.denominator is None or result.kpi.denominator_label is None:
        return exact
    parts = (row.numerator or 0, row.denominator)
    return f"{exact} = " + " / ".join(format_number(part, lang) for part in parts)


def _change(result: KpiResult, selection: Selection) -> Number | None:
    before = session.measure(result.kpi, (), selection.at("previous")).value()
    now = result.value()
    if before is None or now is None:
        return None
    return _exactly(now) - _exactly(before)


def _exactly(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def change_words(change: Number, kpi: Kpi, lang: Lang) -> str:
    """Return a change as text with its sign: `+1,2 p.p.`, `−3 giorni`, `invariato`."""
    unit = "pp" if kpi.unit == Unit.SHARE else kpi.unit
    written = words.short(change if change > 0 else -change, unit, lang)
    if written == words.short(0, unit, lang):
        return t("cards.unchanged", lang)
    return f"{'+' if change > 0 else MINUS}{written}"
