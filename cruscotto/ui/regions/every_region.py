"""All regions compared, by commitments and payments or by one indicator over time."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.ui.exhibit import charts, files, measures, regional, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import dot_rows
from cruscotto.ui.figures.dot_rows import Dot, Row
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.panels import Panel, panels
from cruscotto.ui.state import choices, filters, session
from cruscotto.ui.state.places import all_places, short_names
from cruscotto.ui.text import notes, prose, states, words

# Rates of the table of all regions; the first two share a base and are drawn.
RATES = ("commitment_rate", "payment_rate", "concluded_share")
ENDS = RATES[:2]
# As many bars as a third of a phone's width can hold.
MOST_BARS = 5


def draw(kpi: Kpi, selection: Selection, lang: Lang) -> None:
    """Draw a switch between charts of all regions, and the chart chosen.

    One chart has commitments and payments. The others have one indicator, over periods or over
    years, as far as its data are dated.
    """
    with st.container(border=True):
        by = _split(kpi, lang)
        if by == "rates":
            _rates(selection, lang)
        else:
            _along(kpi, by, selection, lang)


def _split(kpi: Kpi, lang: Lang) -> str:
    offered = {"rates": t("regions.split_rates", lang)}
    for name in ("period", "year"):
        if name in MART_DIMENSIONS[kpi.mart]:
            offered[name] = f"{kpi.label.in_(lang)}: {words.along(name, kpi, lang).lower()}"
    return choices.switch("split", t("regions.split", lang), offered, "rates")


def _rates(selection: Selection, lang: Lang) -> None:
    """Draw two dots for each region: the committed share and the paid share of the plan.

    The region with the lowest paid share is last.
    """
    fit = [KPIS[name] for name in RATES if session.fits(KPIS[name], selection)]
    found = [regional.everywhere(kpi, selection) for kpi in fit]
    written = words.sentence(filters.in_words(selection.with_(region=[]), lang))
    title = t("regions.multiples_rates", lang)
    exhibit = Exhibit(
        key="multiples",
        title=title,
        subtitle=t("regions.multiples_rates_subtitle", lang, selection=written),
        table=_rates_table(found, lang),
        notes=notes.of(found, lang),
        files=files.of_table(
            "multiples", lambda in_lang: (title, _rates_table(found, in_lang)), found
        ),
    )
    ends = [result for result in found if result.kpi.name in ENDS]
    rows = _rate_rows(ends, selection.codes("region"), lang)
    charts.head(exhibit)
    if rows:
        names = [t(f"regions.short_{result.kpi.name}", lang) for result in ends]
        scale = results.scale(*dot_rows.reach(rows), Unit.SHARE, lang)
        charts.draw(
            dot_rows.dot_rows(rows, names, palette(), scale, pitch=21),
            exhibit.key,
            alt=exhibit.title,
            on_select=lambda: regional.filter_by_click(exhibit.key),
        )
    charts.foot(exhibit, lang, drawn=(exhibit.key,))


def _rate_rows(ends: Sequence[KpiResult], chosen: Sequence[str], lang: Lang) -> list[Row]:
    known = [place for place in all_places() if any(r.value(place.code) for r in ends)]
    known.sort(key=lambda place: -(_number(ends[-1].value(place.code)) or 0.0))
    return [
        Row(
            place.short,
            tuple(
                Dot(
                    _number(result.value(place.code)),
                    results.hover(row, result.kpi, place.name, lang),
                )
                for result in ends
                if (row := result.row(place.code))
            ),
            " → ".join(_bare(result.value(place.code), result.kpi, lang) for result in ends),
            place.code,
            place.code in chosen,
        )
        for place in known
        if all(result.row(place.code) for result in ends)
    ]


def _bare(value: object, kpi: Kpi, lang: Lang) -> str:
    if value is None:
        return words.NOTHING
    return words.bare(float(str(value)), words.axis_unit(kpi), lang)


def _text(row: KpiRow | None, kpi: Kpi, lang: Lang) -> str:
    """Return a figure as text without its unit or, if it is not shown, the sign of its state."""
    if row is None or row.value is None:
        return states.MARKS[row.state if row else State.MISSING]
    return _bare(row.value, kpi, lang)


def _rates_table(found: Sequence[KpiResult], lang: Lang) -> Table:
    columns = [Column("region", t("regions.region", lang))]
    columns += [Column(r.kpi.name, r.kpi.label.in_(lang), r.kpi.unit) for r in found]
    rows = [[p.short, *(r.value(p.code) for r in found)] for p in all_places()]
    return Table.of(columns, rows)


def _show(drawn: Sequence[Panel], exhibit: Exhibit, lang: Lang) -> None:
    """Draw a panel for each region that has a figure, and name the regions that have none."""
    charts.head(exhibit)
    held = [panel for panel in drawn if any(value is not None for value in panel.values)]
    if held:
        charts.draw(panels(held, palette()), exhibit.key, alt=exhibit.title)
    without = [panel.title for panel in drawn if panel not in held]
    if without:
        prose.small(t("regions.without", lang, names=", ".join(without)))
    charts.foot(exhibit, lang, drawn=(exhibit.key,))


def _along(kpi: Kpi, by: str, selection: Selection, lang: Lang) -> None:
    result = session.measure(kpi, ("region", by), selection.with_(region=[], **{by: []}))
    known = session.names(by, lang)
    held = {row.codes[1] for row in result.rows if row.state is not State.MISSING}
    codes = sorted(held - {"unknown"})[-MOST_BARS:]
    chosen = selection.codes("region")
    drawn = [
        Panel(
            place.short,
            tuple(_brief(known[code]) for code in codes),
            tuple(_number(result.value(place.code, code)) for code in codes),
            tuple(_text(result.row(place.code, code), kpi, lang) for code in codes),
            is_chosen=place.code in chosen,
        )
        for place in all_places()
    ]
    exhibit = Exhibit(
        key="multiples",
        title=t(
            "regions.multiples_along",
            lang,
            kpi=kpi.label.in_(lang),
            along=words.along(by, kpi, lang).lower(),
        ),
        subtitle=regional.subtitle(kpi, selection.with_(region=[], **{by: []}), lang),
        table=_along_table(result, by, lang),
        notes=notes.of([result], lang),
        files=files.of_results([result], "multiples"),
    )
    _show(drawn, exhibit, lang)


def _brief(word: str) -> str:
    """Return a period in the form `14-20` or a year in the form `16`, to save width on a phone."""
    return "-".join(part[-2:] for part in word.split("-"))


def _along_table(result: KpiResult, by: str, lang: Lang) -> Table:
    places, members = short_names(), session.names(by, lang)
    columns = [
        Column("region", dimension("region").label.in_(lang)),
        Column(by, words.along(by, result.kpi, lang)),
        *measures.value_columns(result.kpi, lang),
    ]
    rows = [
        [
            places[code],
            members.get(row.codes[1], row.codes[1]),
            *measures.value_cells(row, result.kpi),
        ]
        for code in places
        for row in result.rows
        if row.codes[0] == code
    ]
    return Table.of(columns, rows)


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
