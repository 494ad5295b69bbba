"""Money planned, selected and declared, as reported to the Commission."""

from dataclasses import replace
from datetime import date

import streamlit as st

from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.query.result import Figure, KpiResult, KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.selection import dimension as declared
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.kpi.registry.reported import (
    DECLARED_LESS_PAID_EUR,
    REPORTED_DECLARATION_RATE,
    REPORTED_DECLARED_EUR,
    REPORTED_PLANNED_EUR,
    REPORTED_SELECTED_EUR,
    REPORTED_SELECTION_RATE,
)
from cruscotto.ui.exhibit import cards, charts, files, regional, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.lines import Series
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.reported import years
from cruscotto.ui.state import filters, session
from cruscotto.ui.state.places import short_names
from cruscotto.ui.text import notes, prose, states, words

AMOUNTS: tuple[Kpi, ...] = (REPORTED_PLANNED_EUR, REPORTED_SELECTED_EUR, REPORTED_DECLARED_EUR)
RATES: tuple[Kpi, ...] = (REPORTED_SELECTION_RATE, REPORTED_DECLARATION_RATE)
NAME_PIXELS = 200


def are_known() -> bool:
    """Return whether the data set has any reports, whatever the filters."""
    return session.has_reports()


def found(selection: Selection) -> list[KpiResult]:
    """Return planned, selected and declared amounts and two rates; empty if no report has them."""
    measured = [session.measure(kpi, (), selection) for kpi in (*AMOUNTS, *RATES)]
    return measured if measured[0].value() is not None else []


def sentence(selection: Selection, lang: Lang) -> str:
    """Return a sentence: how much was planned, selected and declared by the day of the report."""
    planned, selected, declared, _, rate = found(selection)
    return t(
        "reported.sentence",
        lang,
        day=_days(declared, lang),
        planned=words.spoken(planned.value(), Unit.EUR, lang),
        selected=words.spoken(selected.value(), Unit.EUR, lang),
        declared=words.spoken(declared.value(), Unit.EUR, lang),
        rate=words.figure(rate.value(), rate.kpi, lang),
    )


def headline(selection: Selection, lang: Lang) -> None:
    """Draw cards with the figures of the newest report and their change since the previous one."""
    planned, selected, declared, _, rate = found(selection)
    shown = [planned, selected, declared, rate]
    before = session.measure(REPORTED_DECLARED_EUR, (), selection.at("previous"))
    since = before.editions[0] if before.value() is not None and before.editions else None
    with st.grid(cards.PER_ROW, min_column_width=cards.NARROWEST):
        for result in shown:
            cards.card(result, selection, since, lang)
        _beside_paid(selection, lang)
    written = t("reported.source", lang, day=_days(shown[0], lang), edition=_edition(lang))
    change = format_date(date.fromisoformat(since), lang) if since else ""
    prose.small(f"{written} {t('reported.since', lang, day=change)}" if change else written)


def _edition(lang: Lang) -> str:
    """Return, as text, the edition of the file in which the newest report was published."""
    (day,) = (row["file_edition"] for row in session.rows("reports") if row["slot"] == "current")
    return format_date(day, lang)


def _beside_paid(selection: Selection, lang: Lang) -> None:
    """Draw a card with declared less paid amounts; draw nothing if this difference is unknown."""
    difference = session.measure(DECLARED_LESS_PAID_EUR, (), selection)
    if difference.value() is not None:
        cards.card(difference, selection, None, lang)


def _days(result: KpiResult, lang: Lang) -> str:
    return ", ".join(format_date(date.fromisoformat(day), lang) for day in result.editions)


def over_time(selection: Selection, lang: Lang) -> None:
    """Draw the planned, selected and declared amounts by year."""
    measured = [session.measure(kpi, ("year",), selection) for kpi in AMOUNTS]
    lines = [
        years.line(result, t(f"reported.short.{result.kpi.name}", lang), role, lang)
        for result, role in zip(measured, ("quiet", "main", "accent"), strict=True)
    ]
    _framed("reported_years", t("reported.years_title", lang), measured, lines, selection, lang)


def compared(selection: Selection, lang: Lang) -> None:
    """Draw the declared share of the plan by year: Italy, the macro-areas, and the selection."""
    scopes = years.scopes(selection, lang)
    measured = [
        (name, role, session.measure(REPORTED_DECLARATION_RATE, ("year",), scope))
        for name, role, scope in scopes
    ]
    lines = years.distinct(measured, lang)
    title = t("reported.compared_title", lang, kpi=REPORTED_DECLARATION_RATE.label.in_(lang))
    shown = [result for _, _, result in measured]
    _framed("reported_compared", title, shown[-1:], lines, selection, lang)


def _framed(
    key: str,
    title: str,
    measured: list[KpiResult],
    lines: list[Series],
    selection: Selection,
    lang: Lang,
) -> None:
    together = t("reported.amounts", lang) if len(measured) > 1 else ""
    exhibit = Exhibit(
        key=key,
        title=title,
        subtitle=years.subtitle(measured[0].kpi, selection, lang, together),
        table=years.table(lines, measured[0].kpi, lang),
        notes=notes.of(measured, lang),
        files=files.of_results(measured, key),
    )
    charts.framed(years.figure(lines, palette(), lang), exhibit, lang)


def split(dimension: str, selection: Selection, lang: Lang, kpi: Kpi | None = None) -> None:
    """Draw a chart of a rate by region, programme, axis or another dimension.

    A table of amounts stands below. With fewer than two bars nothing is drawn.
    """
    rate = kpi or REPORTED_DECLARATION_RATE
    rows, exhibit = _by(dimension, rate, selection, lang)
    if len(rows) < 2:
        return
    scope = selection.with_(**{dimension: []})
    labels = _labels(dimension, selection, lang)
    lines = _lines(rate, scope, lang)
    chosen = selection.codes(dimension)
    figure = results.picture(rows, rate, labels, lang, chosen, lines)
    charts.framed(figure, exhibit, lang)


def _lines(rate: Kpi, scope: Selection, lang: Lang) -> list[Line]:
    """Return reference lines at the rate of the selection and at the rate of Italy.

    If the two are equal, or the selection has no rate, only the line of Italy is returned.
    """
    of_italy = years.italy(rate, scope, lang)
    value = session.measure(rate, (), scope).value()
    if of_italy is None or value is None:
        return [of_italy] if of_italy else []
    if float(value) == of_italy.value:
        return [of_italy]
    written = t("groups.all", lang, value=words.figure(value, rate, lang))
    return [Line(float(value), written), replace(of_italy, dash="dot")]


def mapped(selection: Selection, lang: Lang) -> None:
    """Draw a map and a table by region: the share of their plans that programmes have declared."""
    key = "reported_map"
    rate = REPORTED_DECLARATION_RATE
    shown = (rate, REPORTED_DECLARED_EUR, REPORTED_PLANNED_EUR)
    _, exhibit = _by("region", rate, selection, lang, shown)
    charts.beside(
        regional.map_figure(regional.everywhere(rate, selection), selection, lang),
        # amounts, which would be cut at the side of a map, are in its file and on the tab beside
        replace(exhibit, key=key, table=exhibit.table.first(2)),
        lang,
        on_select=lambda: regional.filter_by_click(key),
    )


def _by(
    dimension: str,
    rate: Kpi,
    selection: Selection,
    lang: Lang,
    shown: tuple[Kpi, ...] = (*AMOUNTS, *RATES),
) -> tuple[list[KpiRow], Exhibit]:
    """Return the rows of a dimension (such as regions), ranked by a rate, and their exhibit.

    Args:
        dimension: the dimension; its own filter is ignored, so that all its codes are compared.
        rate: the rate that ranks the rows.
        selection: the other filters.
        lang: the reader's language.
        shown: the indicators in the exhibit's table.
    """
    scope = selection.with_(**{dimension: []})
    measured = [session.measure(k, (dimension,), scope) for k in (rate, *shown)]
    labels = _labels(dimension, selection, lang)
    rows = [row for row in results.ranked(measured[0]) if row.codes[0] in labels]
    whole = session.measure(rate, (), scope).value()
    key = f"{rate.name}_{dimension}"
    return rows, Exhibit(
        key=key,
        title=_standing(dimension, rows, rate, whole, labels, lang),
        subtitle=" ".join([years.subtitle(rate, scope, lang), *_read(dimension, rows, rate, lang)]),
        table=_members(measured[1:], [row.codes[0] for row in rows], labels, dimension, lang),
        notes=notes.of(measured[:1], lang),
        files=files.of_results(measured[1:], key),
    )


def _standing(
    dimension: str,
    rows: list[KpiRow],
    rate: Kpi,
    whole: Figure | None,
    labels: dict[str, str],
    lang: Lang,
) -> str:
    """Return a title: how many of the rows are above `whole`, the rate of all together.

    For regions, the title also states whether `whole` includes national programmes.
    """
    if dimension != "region":
        nouns = f"reported.nouns.{dimension}"
        return results.standing(rows, rate, whole, nouns, labels, lang)
    regions = [row for row in rows if row.codes[0] != years.NATIONAL]
    base = t("results.with_national", lang) if len(regions) < len(rows) else ""
    return results.standing(regions, rate, whole, "nouns.areas", labels, lang, base)


def _read(dimension: str, rows: list[KpiRow], rate: Kpi, lang: Lang) -> list[str]:
    """Return sentences on how to read rates by region; none if `dimension` is not `region`.

    They state that the region is the programme's, which rate national programmes have, and that a
    share above 100 % means more declared than planned.
    """
    if dimension != "region":
        return []
    written = [t("reported.of_programme", lang)]
    for row in rows:
        if row.codes[0] == years.NATIONAL:
            written.append(t("reported.national", lang, rate=words.figure(row.value, rate, lang)))
    if any((row.value or 0) > 1 for row in rows):
        written.append(t("reported.over_plan", lang))
    return written


def _labels(dimension: str, selection: Selection, lang: Lang) -> dict[str, str]:
    if dimension == "axis":
        named = filters.labels("axis", selection, lang)
        # plans give most axes a code and no name
        return {c: t("reported.axis", lang, code=c) if n == c else n for c, n in named.items()}
    names = session.names(dimension, lang)
    return names | short_names() if dimension == "region" else names


def _members(
    measured: list[KpiResult], codes: list[str], labels: dict[str, str], dimension: str, lang: Lang
) -> Table:
    columns = [Column("name", declared(dimension).label.in_(lang), width=NAME_PIXELS)]
    columns += [
        Column(r.kpi.name, r.kpi.label.in_(lang), r.kpi.unit, r.kpi.definition.in_(lang))
        for r in measured
    ]
    rows = [[labels[code], *(states.of(result, code) for result in measured)] for code in codes]
    return Table.of(columns, rows)
