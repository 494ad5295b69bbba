"""Charts that compare members: one indicator, one indicator over the years, all indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.analysis import strata
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.kpi.registry.model import Kpi, Method, Unit
from cruscotto.kpi.wording import paradoxes
from cruscotto.ui.exhibit import charts, files, measures, regional, results, stages
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import lines, trends
from cruscotto.ui.figures.lines import Series
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.figures.trends import LOOKS, Mark, Trend
from cruscotto.ui.state import choices, session
from cruscotto.ui.text import notes, prose, words

Names = Mapping[str, str]


def found(kpi: Kpi, by: str, selection: Selection) -> KpiResult:
    """Return the result of an indicator for all members of a dimension, compared or not.

    If only two members were measured, hiding one figure would require hiding the other figure too.
    """
    return session.measure(kpi, (by,), selection.with_(**{by: []}))


def chosen(result: KpiResult, codes: Sequence[str]) -> KpiResult:
    """Return a copy of a result that has only the rows of the given codes, in the codes' order."""
    return replace(
        result, rows=tuple(r for code in codes for r in result.rows if r.codes[0] == code)
    )


def whole(kpi: Kpi, by: str, selection: Selection) -> KpiResult:
    """Return the result of an indicator over all members of the dimension `by` together.

    Members that are not compared count too.
    """
    return session.measure(kpi, (), selection.with_(**{by: []}))


def one_indicator(
    kpi: Kpi, by: str, codes: Sequence[str], names: Names, selection: Selection, lang: Lang
) -> None:
    """Draw an indicator with its interval for each compared member, below one another.

    A line marks the value over all members together; amounts and counts have no line. Sentences
    below the chart name reversals, see `turned_round`.
    """
    everyone = found(kpi, by, selection)
    result = chosen(everyone, codes)
    if not any(row.state is not State.MISSING for row in result.rows):
        notes.nothing_measured(kpi, selection, lang)
        return
    exhibit = Exhibit(
        key="compare",
        title=stages.of_programmes(_title(result, names, lang), kpi, selection, lang),
        subtitle=regional.subtitle(kpi, selection.with_(**{by: []}), lang),
        table=results.table(result, dict(names), lang, list(result.rows)),
        notes=notes.of([result], lang),
        files=files.of_results([everyone], "compare"),
    )
    references = [] if kpi.unit in (Unit.EUR, Unit.COUNT) else _line(kpi, by, selection, lang)
    with st.container(border=True):
        charts.head(exhibit)
        drawn = results.picture(list(result.rows), kpi, dict(names), lang, (), references)
        charts.draw(drawn, exhibit.key, alt=exhibit.title)
        for sentence in turned_round(kpi, by, codes, names, selection, lang):
            prose.small(sentence)
        charts.foot(exhibit, lang, open_table=True, drawn=(exhibit.key,))


def _title(result: KpiResult, names: Names, lang: Lang) -> str:
    """Return a title with each member's figure, or the reason why the member has none."""
    written = (
        f"{names.get(row.codes[0], row.codes[0])} {measures.state_words(row, result.kpi, lang)}"
        for row in result.rows
    )
    return f"{result.kpi.label.in_(lang)}: {', '.join(written)}"


def _line(kpi: Kpi, by: str, selection: Selection, lang: Lang) -> list[Line]:
    value = whole(kpi, by, selection).value()
    if value is None:
        return []
    return [Line(float(value), f"{t('compare.all', lang)} {words.figure(value, kpi, lang)}")]


def turned_round(
    kpi: Kpi, by: str, codes: Sequence[str], names: Names, selection: Selection, lang: Lang
) -> list[str]:
    """Return a sentence for each reversal between two members of the dimension `by`.

    In a reversal the order of the two rates changes when only people of one kind (such as women)
    are counted.
    """
    if kpi.method is not Method.RATE:
        return []
    return [
        sentence
        for pair in combinations(codes, 2)
        for sentence in paradoxes.sentences(
            kpi,
            (names.get(pair[0], pair[0]), names.get(pair[1], pair[1])),
            strata.between(session.measure, kpi, by, pair, selection.with_(**{by: []})),
            lambda one: session.names(one, lang),
            lang,
        )
    ]


def over_time(
    kpi: Kpi, by: str, codes: Sequence[str], names: Names, selection: Selection, lang: Lang
) -> None:
    """Draw one line for each compared member of `by`, with a point for each year."""
    if "year" not in MART_DIMENSIONS[kpi.mart]:
        st.info(t("compare.no_years", lang))
        return
    everyone = session.measure(kpi, (by, "year"), selection.with_(**{by: []}))
    result = chosen(everyone, codes)
    years = sorted({row.codes[1] for row in result.rows if row.codes[1].isdigit()})
    if len(years) < 2:
        st.info(t("compare.no_years", lang))
        return
    drawn = _trends(result, years, codes, names, lang) if kpi.method is Method.RATE else []
    subtitle = regional.subtitle(kpi, selection.with_(**{by: []}), lang)
    exhibit = Exhibit(
        key="compare_years",
        title=t("compare.years", lang, kpi=kpi.label.in_(lang), start=years[0], end=years[-1]),
        subtitle=f"{subtitle} {trends.hidden_sign(drawn, lang)}".rstrip(),
        table=_years_table(result, years, codes, names, lang),
        notes=notes.of([result], lang),
        files=files.of_results([everyone], "compare_years"),
    )
    if kpi.method is Method.RATE:
        scale = results.scale(*trends.reach(drawn), kpi.unit, lang)
        figure = trends.trends(drawn, years, palette(), scale)
    else:
        figure = lines.lines(_series(result, years, codes, names, lang), palette(), lang)
    charts.framed(figure, exhibit, lang, open_table=True)


def _trends(
    result: KpiResult, years: Sequence[str], codes: Sequence[str], names: Names, lang: Lang
) -> list[Trend]:
    return [
        Trend(
            names.get(code, code),
            tuple(_mark(result.row(code, year), result.kpi, year, lang) for year in years),
        )
        for code in codes
    ]


def _mark(row: KpiRow | None, kpi: Kpi, year: str, lang: Lang) -> Mark:
    if row is None or row.state is State.MISSING:
        return Mark(None, "", "")
    hover = results.hover(row, kpi, year, lang)
    if row.value is None:
        return Mark(None, t(f"states.{row.state}", lang), hover, None, 0.0, True)
    written = words.barest(float(row.value), kpi.unit, lang)
    return Mark(float(row.value), written, hover, measures.interval(row))


def _series(
    result: KpiResult, years: Sequence[str], codes: Sequence[str], names: Names, lang: Lang
) -> list[Series]:
    """Return a line for each member in `codes`; a year without a figure has no point."""
    scale = results.scale_of(result.kpi)
    made = []
    for code, (role, dash) in zip(codes, LOOKS, strict=False):
        rows = [(year, result.row(code, year)) for year in years]
        shown = [(year, row) for year, row in rows if row is not None and row.value is not None]
        made.append(
            Series(
                names.get(code, code),
                tuple(date(int(year), 1, 1) for year, _ in shown),
                tuple(float(row.value or 0) * scale for _, row in shown),
                tuple(results.hover(row, result.kpi, year, lang) for year, row in shown),
                role,
                dash,
            )
        )
    return made


def _years_table(
    result: KpiResult, years: Sequence[str], codes: Sequence[str], names: Names, lang: Lang
) -> Table:
    columns = [
        Column("year", t("compare.year", lang)),
        *(Column(code, names.get(code, code)) for code in codes),
    ]
    rows = [
        [year, *(_written(result.row(code, year), result.kpi, lang) for code in codes)]
        for year in years
    ]
    return Table.of(columns, rows)


def _written(row: KpiRow | None, kpi: Kpi, lang: Lang) -> str:
    """Return a figure and its interval as text, or why it is not shown; a dash if it is missing."""
    if row is None or row.state is State.MISSING:
        return words.NOTHING
    written = measures.state_words(row, kpi, lang)
    ends = measures.interval_words(row, kpi, lang)
    return f"{written} ({ends})" if ends else written


def every_indicator(
    by: str, codes: Sequence[str], names: Names, selection: Selection, lang: Lang
) -> None:
    """Draw a table with a row per indicator and a column per compared member.

    Indicators without a figure for these members are left out. The last column has the value over
    all members together.
    """
    measured = [found(KPIS[name], by, selection) for name in choices.measurable(by)]
    known = [
        result
        for result in measured
        if any(row.state is not State.MISSING for row in chosen(result, codes).rows)
    ]
    exhibit = Exhibit(
        key="compare_all",
        title=t("compare.every", lang, n=len(known)),
        subtitle=t("compare.every_subtitle", lang),
        table=_table(known, by, codes, names, selection, lang),
        notes=notes.of(known, lang),
        files=files.of_results(known, "compare_all"),
    )
    charts.listed(exhibit, lang, is_short=True)


def _table(
    known: Sequence[KpiResult],
    by: str,
    codes: Sequence[str],
    names: Names,
    selection: Selection,
    lang: Lang,
) -> Table:
    columns = [
        Column("kpi", t("choices.kpi", lang), width="large"),
        *(Column(code, names.get(code, code)) for code in codes),
        Column("all", t("compare.all", lang)),
    ]
    rows = [
        [
            _named(result.kpi, selection.with_(**{by: []}), lang),
            *(_written(result.row(code), result.kpi, lang) for code in codes),
            _written(next(iter(whole(result.kpi, by, selection).rows), None), result.kpi, lang),
        ]
        for result in known
    ]
    return Table.of(columns, rows)


def _named(kpi: Kpi, selection: Selection, lang: Lang) -> str:
    """Return an indicator's name.

    If the indicator covers only some of the selected periods, those periods follow in brackets.
    """
    label, periods = kpi.label.in_(lang), stages.periods_of(kpi, selection)
    return f"{label} ({', '.join(periods)})" if periods else label
