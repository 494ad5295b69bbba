"""The cost of courses by objective; a cost alone does not show whether a course is good."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.outcomes import (
    COST_PER_ATTENDED_HOUR_EUR,
    COST_PER_PARTICIPANT_EUR,
    COST_PER_PLACED_6M_EUR,
    PLACEMENT_RATE_6M,
)
from cruscotto.ui.exhibit import charts, files, measures, regional, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import dots
from cruscotto.ui.figures.base import HOVER, Figure
from cruscotto.ui.figures.palette import Palette, palette
from cruscotto.ui.state import choices, session
from cruscotto.ui.text import notes, words

COSTS = (COST_PER_PARTICIPANT_EUR, COST_PER_ATTENDED_HOUR_EUR, COST_PER_PLACED_6M_EUR)


def draw(selection: Selection, lang: Lang, key: str = "costs") -> None:
    """Draw the cost chosen in a list, such as cost per participant, for each objective.

    Small dots show the same cost in each programme.
    """
    offered = [kpi.name for kpi in COSTS if session.has_data(kpi)]
    if not offered:
        return
    with st.container(border=True):
        left, _ = st.columns([1, 1])
        with left:
            kpi = choices.indicator(lang, offered, COST_PER_PARTICIPANT_EUR.name, "cost")
        themes = session.measure(kpi, ("theme",), selection)
        within = session.measure(kpi, ("theme", "programme"), selection)
        rows = _in_order(themes)
        exhibit = _exhibit(key, kpi, selection, (themes, within), lang)
        charts.head(exhibit)
        if rows:
            charts.draw(_figure(rows, within, kpi, lang), key, alt=exhibit.title)
        charts.foot(exhibit, lang)


def _in_order(themes: KpiResult) -> list[KpiRow]:
    ordered = list(session.names("theme", "it"))
    return [r for r in results.in_order(themes, ordered) if r.state is not State.MISSING]


def _exhibit(
    key: str, kpi: Kpi, selection: Selection, found: tuple[KpiResult, KpiResult], lang: Lang
) -> Exhibit:
    _, within = found
    title = t("costs.title", lang, kpi=kpi.label.in_(lang))
    written = f"{regional.subtitle(kpi, selection, lang)} {t('costs.subtitle', lang)}"
    return Exhibit(
        key=key,
        title=title,
        subtitle=written,
        table=_table(within, lang),
        notes=[t("costs.note", lang), *_unknown(kpi, selection, lang), *notes.of(found, lang)],
        files=files.of_results([within], key),
    )


def _unknown(kpi: Kpi, selection: Selection, lang: Lang) -> list[str]:
    """Return a note on the share of unknown outcomes if `kpi` is the cost of a placement.

    The list is empty for other indicators, or if the share is unknown.
    """
    if kpi is not COST_PER_PLACED_6M_EUR:
        return []
    row = next(iter(session.measure(PLACEMENT_RATE_6M, (), selection).rows), None)
    if row is None or row.unknown_share is None:
        return []
    return [t("costs.unknown", lang, share=words.short(row.unknown_share, "share", lang))]


def _figure(rows: Sequence[KpiRow], within: KpiResult, kpi: Kpi, lang: Lang) -> Figure:
    colours = palette()
    items = results.bars(rows, kpi, session.names("theme", lang), lang)
    places = {row.codes[0]: place for place, row in enumerate(rows)}
    around = [r for r in within.rows if r.value is not None and r.codes[0] in places]
    spread = results.bars(around, kpi, {}, lang)
    # the scale holds the programmes too
    figure = dots.dots(items, colours, ticks=results.ticks([*items, *spread], kpi, lang))
    low, high = dots.room([*items, *spread])
    figure["layout"]["xaxis"]["range"] = [low, high]
    figure["data"][-1]["marker"]["size"] = 13
    figure["data"].insert(1, _programmes(around, places, kpi, colours, lang))
    return figure


def _programmes(
    around: Sequence[KpiRow], places: dict[str, int], kpi: Kpi, colours: Palette, lang: Lang
) -> Figure:
    names = session.names("programme", lang)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(row.value or 0) for row in around],
        "y": [places[row.codes[0]] for row in around],
        "hovertext": [
            results.hover(row, kpi, names.get(row.codes[1], row.codes[1]), lang) for row in around
        ],
        "hovertemplate": HOVER,
        "marker": {"size": 6, "color": colours.quiet, "opacity": 0.4},
    }


def _table(within: KpiResult, lang: Lang) -> Table:
    themes, programmes = session.names("theme", lang), session.names("programme", lang)
    columns = [
        Column("theme", t("axes.theme", lang), width="medium"),
        Column("programme", t("authorities.programme", lang), width="medium"),
        *measures.value_columns(within.kpi, lang),
    ]
    rows = [
        [
            themes[row.codes[0]],
            programmes.get(row.codes[1], row.codes[1]),
            *measures.value_cells(row, within.kpi),
        ]
        for code in themes
        for row in within.rows
        if row.codes[0] == code and row.state is not State.MISSING
    ]
    return Table.of(columns, rows)
