"""The common indicators in two tables, one for each period: two separate series."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.common_indicators import CONFIRMED, FIRST, SECOND, family, label
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.people import COMMON_INDICATOR_COUNT, PARTICIPANTS_COUNT
from cruscotto.ui.exhibit import download, files, tables
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import choices, filters, session
from cruscotto.ui.text import notes, prose, states, words

SPLITS = ("sex", "year")
# Months after leaving at which the later results are due (CR06 to CR09, EECR05, EECR06).
MONTHS_DUE = 6


def draw(selection: Selection, lang: Lang, key: str = "common_indicators") -> None:
    """Draw the indicators by sex or by year, in a table for each period."""
    with st.container(border=True):
        st.header(t("common.title", lang), anchor=False)
        written = words.plain(
            filters.in_words(session.fitting(PARTICIPANTS_COUNT, selection), lang)
        )
        prose.small(t("common.subtitle", lang, selection=written))
        offered = {name: t(f"common.by_{name}", lang) for name in SPLITS}
        by = choices.switch("common_by", t("common.split", lang), offered, SPLITS[0])
        totals = session.measure(COMMON_INDICATOR_COUNT, ("indicator",), selection)
        parts = session.measure(COMMON_INDICATOR_COUNT, ("indicator", by), selection)
        for place, period in enumerate((FIRST, SECOND)):
            if place:
                st.warning(t("common.break", lang), icon=":material/warning:")
            _family(period, totals, parts, lang, key)
        with st.expander(t("charts.note", lang)):
            own = [t("common.verify", lang), *_waiting(totals, lang)]
            for sentence in [*own, *notes.of([totals, parts], lang)]:
                st.markdown(sentence)
        made = files.of_results([parts], key)
        if made:
            download.buttons(made, key, lang)


def _waiting(totals: KpiResult, lang: Lang) -> list[str]:
    """Return a note with a day: people who left after that day have no results at six months yet.

    The note does not state the number of these people, which would itself be a count of persons.
    Without an edition the list is empty.
    """
    if not totals.editions:
        return []
    at = date.fromisoformat(totals.editions[0])
    months = at.year * 12 + at.month - 1 - MONTHS_DUE
    day = date(months // 12, months % 12 + 1, min(at.day, 28))
    return [t("common.waiting", lang, day=format_date(day, lang))]


def _family(period: str, totals: KpiResult, parts: KpiResult, lang: Lang, key: str) -> None:
    built = table(period, totals, parts, lang)
    title = t("common.family", lang, period=period)
    st.subheader(title, anchor=False)
    if not built.rows:
        st.markdown(t("common.none", lang))
        return
    tables.draw(built, lang, key=f"{key}_{period}", alt=title, height=None)


def table(period: str, totals: KpiResult, parts: KpiResult, lang: Lang) -> Table:
    """Return a table of a period's indicators.

    Each indicator has a row. The columns are the total and the parts, such as women and men.
    """
    by = parts.by[1]
    codes = [row.codes[0] for row in totals.rows if family(row.codes[0]) == period]
    members = _members(by, codes, parts)
    names = session.names(by, lang)
    columns = [
        Column("indicator", t("targets.indicator", lang), width="large"),
        Column("total", t("common.total", lang), Unit.COUNT),
        *(Column(member, names.get(member, member), Unit.COUNT) for member in members),
    ]
    rows = [
        [
            _named(code, lang),
            _cell(totals, code),
            *(_cell(parts, code, member) for member in members),
        ]
        for code in codes
    ]
    return Table.of(columns, rows)


def _members(by: str, codes: Sequence[str], parts: KpiResult) -> list[str]:
    present = {row.codes[1] for row in parts.rows if row.codes[0] in codes}
    if by == "year":
        return sorted(present - {"unknown"})
    return [member for member in session.names(by, "it") if member in present]


def _named(code: str, lang: Lang) -> str:
    return label(code, lang) if code in CONFIRMED else f"{label(code, lang)} *"


def _cell(result: KpiResult, *codes: str) -> states.Cell:
    """Return the count in the row with the given codes or, if it is not shown, its state.

    If there is no such row, there are no people: the count is zero.
    """
    row = result.row(*codes)
    return 0 if row is None else states.cell(row.value, row)
