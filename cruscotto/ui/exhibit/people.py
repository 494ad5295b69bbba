"""Cards with figures of people, the same on every page."""

from collections.abc import Callable, Sequence

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Method, Unit
from cruscotto.kpi.registry.outcomes import COST_PER_PARTICIPANT_EUR, PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import COMPLETION_RATE, PARTICIPANTS_COUNT, PERSONS_COUNT
from cruscotto.ui.exhibit import measures
from cruscotto.ui.state import filters, session, sitemap
from cruscotto.ui.text import notes, prose, states, words

# What pages about money show of the people behind it.
GLANCE: tuple[Kpi, ...] = (
    PARTICIPANTS_COUNT,
    COMPLETION_RATE,
    PLACEMENT_RATE_6M,
    COST_PER_PARTICIPANT_EUR,
)
# Pixels below which a row holds fewer cards: a narrower one would cut its name.
NARROWEST = 150
PER_ROW = 4


def are_known() -> bool:
    """Return whether the warehouse has any participations."""
    return session.has_data(PARTICIPANTS_COUNT)


def is_empty(selection: Selection) -> bool:
    """Return whether no participation matches the filters."""
    return session.measure(PARTICIPANTS_COUNT, (), selection).is_empty


def measured(kpis: Sequence[Kpi], selection: Selection) -> list[KpiResult]:
    """Return the results of the given indicators; indicators without any data are left out."""
    return [session.measure(kpi, (), selection) for kpi in kpis if session.has_data(kpi)]


def headline(
    kpis: Sequence[Kpi], selection: Selection, lang: Lang, beside: Callable[[], None] = lambda: None
) -> None:
    """Draw a card with figure and interval for each indicator, and two notes below the cards.

    The notes are those of `_periods` and `not_filtered`.

    Args:
        kpis: the indicators; those without data get no card.
        selection: what the page shows.
        lang: the reader's language.
        beside: draws further cards in the same row.
    """
    found = [result for result in measured(kpis, selection) if result.rows]
    with st.grid(PER_ROW, min_column_width=NARROWEST):
        for result in found:
            _card(result, lang)
        beside()
    left = [_periods(kpis, selection, lang), not_filtered(kpis, selection, lang)]
    if any(left):
        prose.small(" ".join(filter(None, left)))


def _periods(kpis: Sequence[Kpi], selection: Selection, lang: Lang) -> str:
    """Return a note with the periods of the participants and a warning.

    The warning is that observed rates are no net effects. The note is empty if no card shows the
    number of participants or persons, or if there are no participants.
    """
    if not {PARTICIPANTS_COUNT, PERSONS_COUNT} & set(kpis):
        return ""
    known = session.names("period", lang)
    rows = session.measure(PARTICIPANTS_COUNT, ("period",), selection).rows
    codes = sorted(row.codes[0] for row in rows if row.state is not State.MISSING)
    found = [known.get(code, code) for code in codes]
    if not found:
        return ""
    key = "people.periods" if len(found) > 1 else "people.period"
    return f"{t(key, lang, periods=', '.join(found))} {t('people.gross', lang)}"


def not_filtered(kpis: Sequence[Kpi], selection: Selection, lang: Lang) -> str:
    """Return a note that names the chosen filters which figures of people ignore; empty if none."""
    left = {name for kpi in kpis for name in session.not_understood(kpi, selection)}
    if not left:
        return ""
    nouns = ", ".join(t(f"filters.noun.{name}", lang) for name in sorted(left))
    return t("people.not_filtered", lang, filters=nouns)


def _card(result: KpiResult, lang: Lang) -> None:
    kpi, row = result.kpi, result.rows[0]
    st.metric(
        kpi.label.in_(lang),
        words.figure(row.value, kpi, lang) if row.state is State.SHOWN else states.MARKS[row.state],
        delta=_under(result, lang),
        delta_color="off",
        delta_arrow="off",
        help=f"{parts(result, lang)}\n\n{notes.meaning(kpi, lang)}".strip(),
        border=True,
        height="stretch",
    )


def _under(result: KpiResult, lang: Lang) -> str | None:
    """Return the line below a card's figure: the interval, or why the figure is not shown.

    Return `None` if the figure is shown and has no interval.
    """
    row = result.rows[0]
    if row.state is not State.SHOWN:
        return t(f"states.{row.state}", lang)
    ends = measures.interval_words(row, result.kpi, lang)
    return t("people.interval", lang, interval=ends) if ends else None


def parts(result: KpiResult, lang: Lang) -> str:
    """Return a text with a rate's numerator, denominator and share of unknown outcomes.

    The text is empty if the indicator is no rate of people, or if its value is not shown.
    """
    row, kpi = result.rows[0], result.kpi
    if row.state is not State.SHOWN or kpi.method is not Method.RATE:
        return ""
    written = " / ".join(
        format_number(part or 0, lang) for part in (row.numerator, row.denominator)
    )
    if row.unknown_share is None:
        return written
    unknown = words.short(row.unknown_share, Unit.SHARE, lang)
    return f"{written}. {t('people.unknown', lang, share=unknown)}"


def block(kpis: Sequence[Kpi], selection: Selection, lang: Lang) -> None:
    """Draw figures of people on a page about money, with a link to the page about people.

    Draw nothing if no participation matches the filters.
    """
    if not are_known() or is_empty(selection):
        return
    st.header(t("people.title", lang), anchor=False)
    headline(kpis, selection, lang)
    sitemap.link("outcomes", lang, t("people.see_outcomes", lang))


def nobody(selection: Selection, lang: Lang) -> None:
    """Draw a notice that the warehouse has no participations, or the selection has none."""
    if not are_known():
        st.info(t("people.none_imported", lang))
        st.code("cruscotto import participations FILE.csv", language=None)
        return
    st.info(t("people.nobody", lang, selection=words.plain(filters.in_words(selection, lang))))
