"""Reported common indicators: values, targets for 2023, and the pace that targets require."""

from datetime import date

import streamlit as st

from cruscotto.i18n import Lang, format_date, format_number, t
from cruscotto.kpi.analysis.reported_targets import TARGET_YEAR, Distance, distances
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.common_indicators import in_order, label
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.kpi.registry.reported import (
    REPORTED_EMPLOYED_6M_SHARE,
    REPORTED_EMPLOYED_LEAVING_SHARE,
    REPORTED_INDICATOR_VALUE,
    REPORTED_PARTICIPATIONS,
    REPORTED_RESULT_KNOWN_SHARE,
    REPORTED_TARGET_ACHIEVEMENT,
)
from cruscotto.ui.exhibit import cards, charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.reported import years
from cruscotto.ui.state import session
from cruscotto.ui.text import notes, prose

GLANCE: tuple[Kpi, ...] = (
    REPORTED_PARTICIPATIONS,
    REPORTED_EMPLOYED_LEAVING_SHARE,
    REPORTED_EMPLOYED_6M_SHARE,
    REPORTED_RESULT_KNOWN_SHARE,
)
NAME_PIXELS = 200


def are_known(selection: Selection) -> bool:
    """Return whether any participations were reported in a selection."""
    return bool(session.measure(REPORTED_PARTICIPATIONS, (), selection).value())


def sentence(selection: Selection, lang: Lang) -> str:
    """Return a sentence: how many participations were reported, and how many by jobless people."""
    whole = session.measure(REPORTED_PARTICIPATIONS, (), selection)
    known = session.measure(REPORTED_RESULT_KNOWN_SHARE, (), selection).rows[0]
    day = format_date(date.fromisoformat(whole.editions[0]), lang)
    return t(
        "reported.people_sentence",
        lang,
        day=day,
        n=format_number(whole.value() or 0, lang),
        jobless=format_number(known.denominator or 0, lang),
    )


def headline(selection: Selection, lang: Lang) -> None:
    """Draw cards on reported participations and their results, and a note.

    The note warns that the shares on the cards are no placement rates.
    """
    before = session.measure(REPORTED_PARTICIPATIONS, (), selection.at("previous"))
    since = before.editions[0] if before.value() is not None and before.editions else None
    with st.grid(cards.PER_ROW, min_column_width=cards.NARROWEST):
        for result in cards.measured(GLANCE, selection):
            cards.card(result, selection, since, lang)
    written = t("reported.shares_note", lang)
    if since:
        day = format_date(date.fromisoformat(since), lang)
        written += f" {t('reported.since', lang, day=day)}"
    prose.small(written)


def over_time(selection: Selection, lang: Lang) -> None:
    """Draw cumulative participations by year: Italy, the macro-areas, and the selection."""
    kpi = REPORTED_PARTICIPATIONS
    found = [
        (name, role, session.measure(kpi, ("year",), scope))
        for name, role, scope in years.scopes(selection, lang)
    ]
    lines = years.distinct(found, lang)
    own = found[-1][2] if len(found) == 2 else found[0][2]
    exhibit = Exhibit(
        key="reported_participations",
        title=t("reported.participations_title", lang),
        subtitle=years.subtitle(kpi, selection, lang),
        table=years.table(lines, kpi, lang),
        notes=notes.of([own], lang),
        files=files.of_results([own], "reported_participations"),
    )
    charts.framed(years.figure(lines, palette(), lang), exhibit, lang)


def listing(selection: Selection, lang: Lang) -> None:
    """Draw a table of indicators: value, target, present and required pace, year of arrival."""
    values = session.measure(REPORTED_INDICATOR_VALUE, ("indicator",), selection)
    path = session.measure(REPORTED_TARGET_ACHIEVEMENT, ("indicator", "year"), selection)
    found = {distance.indicator: distance for distance in distances(path)}
    codes = in_order(row.codes[0] for row in values.rows if row.value is not None)
    if not codes:
        return
    arrived = sum(1 for d in found.values() if d.arrived_in)
    exhibit = Exhibit(
        key="reported_indicators",
        title=t("reported.indicators_title", lang, n=arrived, of=len(found)),
        subtitle=years.subtitle(REPORTED_INDICATOR_VALUE, selection, lang),
        table=Table.of(
            _columns(lang), [_row(c, values.value(c), found.get(c), lang) for c in codes]
        ),
        notes=notes.of([values, path], lang),
        files=files.of_results([values], "reported_indicators"),
    )
    charts.listed(exhibit, lang)


def _columns(lang: Lang) -> list[Column]:
    return [
        Column("name", t("reported.indicator", lang), width=NAME_PIXELS),
        Column("value", t("reported.value", lang), Unit.COUNT),
        Column("targeted", t("reported.targeted", lang), Unit.COUNT),
        Column("target", t("reported.target", lang, year=TARGET_YEAR), Unit.COUNT),
        Column("share", t("reported.share", lang), Unit.SHARE),
        Column("pace", t("reported.pace", lang), Unit.COUNT, width=124),
        Column("needed", t("reported.needed", lang), Unit.COUNT, width=110),
        Column("arrived", t("reported.arrived", lang), width=106),
    ]


def _row(code: str, value: object, distance: Distance | None, lang: Lang) -> list[object]:
    if distance is None:
        return [label(code, lang), value, None, None, None, None, None, None]
    return [
        label(code, lang),
        value,
        distance.value,
        distance.target,
        distance.share,
        distance.pace,
        distance.needed,
        str(distance.arrived_in) if distance.arrived_in else t("reported.not_yet", lang),
    ]
