"""Fair comparison of regions: each region's rate, and the rate of similar participants."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.analysis.comparison import FairComparison, FairRow
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Method, Unit
from cruscotto.ui.exhibit import charts, files, funnels, turning
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import dots, scales
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.figures.scatter import Point, scatter
from cruscotto.ui.regions import context
from cruscotto.ui.state import filters, session
from cruscotto.ui.state.places import NOWHERE, all_places, short_names
from cruscotto.ui.text import notes, prose, states, words

UNEMPLOYMENT = "unemployment_rate_15_74"


def comparison(kpi: Kpi, selection: Selection) -> FairComparison | None:
    """Return the fair comparison of all regions by a rate of people.

    For other indicators, or if no comparison is possible, return `None`.
    """
    if kpi.method is not Method.RATE:
        return None
    return session.compare(kpi, "region", selection.with_(region=[]))


def compared(found: FairComparison) -> list[FairRow]:
    """Return the rows of the regions compared, from north to south."""
    by_code = {row.code: row for row in found.rows}
    return [by_code[place.code] for place in all_places() if place.code in by_code]


def draw(kpi: Kpi, selection: Selection, lang: Lang) -> None:
    """Draw the fair comparison of regions, for a rate of people; for other indicators, nothing.

    There are three charts: a funnel plot, the ratio of observed to expected outcomes, and the rates
    beside regional unemployment. Warnings name comparisons that reverse when people are split by a
    characteristic such as sex. If no comparison is possible, a sentence states this.
    """
    found = comparison(kpi, selection)
    if kpi.method is not Method.RATE:
        return
    if found is None:
        prose.small(t("fair.impossible", lang))
        return
    _funnel(found, selection, lang)
    wanted = selection.codes("region") or [row.code for row in found.rows if row.is_different]
    names = short_names()
    for line in turning.turned_round(kpi, "region", wanted, selection, names, lang):
        prose.small(line)
    _ratios(found, selection, lang)
    _beside_unemployment(found, selection, lang)


def sentence(found: FairComparison, lang: Lang) -> str:
    """Return a sentence on how many regions differ from the rate expected of their participants."""
    rows = [row for row in found.rows if row.code != NOWHERE]
    different = sum(1 for row in rows if row.is_different)
    if found.unemployment_year is None:
        return t("fair.title_alone", lang, n=different, of=len(rows))
    still = sum(1 for row in rows if row.stands_out)
    return t("fair.title", lang, n=different, m=still, of=len(rows))


def _exhibit(key: str, title: str, found: FairComparison, now: Selection, lang: Lang) -> Exhibit:
    written = filters.in_words(session.fitting(found.kpi, now.with_(region=[])), lang)
    measure = t(f"fair.{key}_subtitle", lang, kpi=found.kpi.label.in_(lang), selection=written)
    return Exhibit(
        key=key,
        title=title,
        subtitle=measure,
        table=table(found, lang),
        notes=[t("fair.method", lang), *notes.of([found.shown], lang)],
        files=files.of_table(key, lambda in_lang: (title, table(found, in_lang)), [found.shown]),
    )


def table(found: FairComparison, lang: Lang) -> Table:
    """Return a table of regions with observed, expected and shrunken rates.

    If a region's rate is hidden, its row has signs in place of figures.
    """
    unemployment = _unemployment(found)
    columns = [
        Column("region", t("regions.region", lang)),
        Column("rate", found.kpi.label.in_(lang), Unit.SHARE),
        Column("expected_rate", t("fair.column_expected_rate", lang), Unit.SHARE),
        Column("standardised", t("fair.column_standardised", lang), Unit.SHARE),
        Column("labour", t("fair.column_labour", lang), Unit.SHARE),
        Column("ratio", t("fair.column_ratio", lang), Unit.RATIO),
        Column("ratio_low", t("fair.column_ratio_low", lang), Unit.RATIO),
        Column("ratio_high", t("fair.column_ratio_high", lang), Unit.RATIO),
        Column("shrunken", t("fair.column_shrunken", lang), Unit.SHARE),
        Column("shrunken_low", t("fair.column_shrunken_low", lang), Unit.SHARE),
        Column("shrunken_high", t("fair.column_shrunken_high", lang), Unit.SHARE),
        Column("observed", found.kpi.numerator_label.in_(lang), Unit.COUNT),
        Column("expected", t("fair.column_expected", lang), Unit.COUNT),
        Column("known", t("fair.column_known", lang), Unit.COUNT),
        Column("unemployment", t("fair.column_unemployment", lang), "value"),
        Column("verdict", t("fair.column_verdict", lang)),
    ]
    rows = [
        [
            place.short,
            *_cells(found, place.code),
            unemployment.get(place.code),
            _verdict(found, place.code, lang),
        ]
        for place in all_places()
        if _is_in(found, place.code)
    ]
    return Table.of(columns, rows)


def _is_in(found: FairComparison, code: str) -> bool:
    return code in found.hidden or any(row.code == code for row in found.rows)


def _cells(found: FairComparison, code: str) -> list[states.Cell]:
    row = next((row for row in found.rows if row.code == code), None)
    if row is None:
        return [State.HIDDEN] * 13
    drawn = row.shrunken
    return [
        row.observed / row.known,
        row.expected / row.known,
        row.rate,
        row.labour.rate if row.labour else None,
        row.ratio,
        *row.interval,
        drawn.value,
        drawn.low,
        drawn.high,
        row.observed,
        row.expected,
        row.known,
    ]


def _verdict(found: FairComparison, code: str, lang: Lang) -> str:
    row = next((row for row in found.rows if row.code == code), None)
    if row is None:
        return t("states.hidden", lang)
    if not row.is_different:
        return t("fair.within", lang)
    side = "above" if row.rate > found.common else "below"
    explained = row.labour is not None and not row.stands_out
    return t(f"fair.{side}_explained" if explained else f"fair.{side}", lang)


def _funnel(found: FairComparison, selection: Selection, lang: Lang) -> None:
    exhibit = _exhibit("funnel", sentence(found, lang), found, selection, lang)
    names = short_names()
    figure = funnels.drawn(
        found,
        compared(found),
        _named(found, selection),
        (t("fair.size", lang), t("fair.standardised", lang, kpi=found.kpi.label.in_(lang))),
        lambda row: _hover(names[row.code], row, found, lang),
        lang,
    )
    charts.framed(figure, exhibit, lang)
    if found.hidden:
        hidden = [names[code] for code in found.hidden if code in names]
        prose.small(t("fair.hidden", lang, names=", ".join(hidden)))


def _named(found: FairComparison, selection: Selection) -> dict[str, str]:
    return funnels.named(found, compared(found), short_names(), selection.codes("region"))


def _hover(name: str, row: FairRow, found: FairComparison, lang: Lang) -> str:
    return "<br>".join(
        [
            f"<b>{words.label(name)}</b>",
            t(
                "fair.hover_rate",
                lang,
                rate=_share(row.observed / row.known, lang),
                known=format_number(row.known, lang),
            ),
            t("fair.hover_expected", lang, rate=_share(row.expected / row.known, lang)),
            t("fair.hover_standardised", lang, rate=_share(row.rate, lang)),
            *_hover_labour(row, lang),
            t(
                "fair.hover_shrunken",
                lang,
                rate=_share(row.shrunken.value, lang),
                low=_share(row.shrunken.low, lang),
                high=_share(row.shrunken.high, lang),
            ),
            _verdict(found, row.code, lang),
        ]
    )


def _hover_labour(row: FairRow, lang: Lang) -> list[str]:
    if row.labour is None:
        return []
    return [t("fair.hover_labour", lang, rate=_share(row.labour.rate, lang))]


def _share(value: float, lang: Lang) -> str:
    return words.short(value, Unit.SHARE, lang)


def _ratios(found: FairComparison, selection: Selection, lang: Lang) -> None:
    rows = compared(found)
    title = t("fair.ratios_title", lang)
    exhibit = _exhibit("ratios", title, found, selection, lang)
    names = short_names()
    items = [_ratio_bar(names[row.code], row, found, lang) for row in rows]
    items += [
        Bar(names[code], None, states.MARKS[State.HIDDEN], is_hatched=True)
        for code in found.hidden
        if code in names
    ]
    ends = scales.round_ticks(*dots.reach(items, [Line(1.0, "")]), wanted=4)
    ticks = dots.Ticks(tuple(ends), tuple(format_number(e, lang, 2) for e in ends))
    line = [Line(1.0, t("fair.as_expected", lang))]
    charts.framed(dots.dots(items, palette(), line, ticks), exhibit, lang)


def _ratio_bar(name: str, row: FairRow, found: FairComparison, lang: Lang) -> Bar:
    return Bar(
        name,
        row.ratio,
        format_number(row.ratio, lang, 2),
        _hover(name, row, found, lang),
        row.is_different,
        interval=row.interval,
    )


def _unemployment(found: FairComparison) -> dict[str, float]:
    """Return the newest unemployment rate of each region."""
    return {row.code: row.labour.unemployment for row in found.rows if row.labour}


def _beside_unemployment(found: FairComparison, selection: Selection, lang: Lang) -> None:
    rates, year = _unemployment(found), found.unemployment_year
    names, named = short_names(), _named(found, selection)
    rows: Sequence[FairRow] = [row for row in compared(found) if row.code in rates]
    if len(rows) < 2 or year is None:
        return
    exhibit = _exhibit("unemployment", t("fair.unemployment_title", lang), found, selection, lang)
    points = [
        Point(
            named.get(row.code, ""),
            rates[row.code],
            row.rate,
            _hover(names[row.code], row, found, lang),
            row.stands_out,
        )
        for row in rows
    ]
    label = f"{context.label(UNEMPLOYMENT, lang)}, {year}"
    x = scales.axis([p.x for p in points], label, "value", lang)
    title = t("fair.standardised", lang, kpi=found.kpi.label.in_(lang))
    y = scales.axis([p.y for p in points], f"{title} (%)", Unit.SHARE, lang)
    pairs = [(point.x, point.y) for point in points]
    figure = scatter(points, x, y, palette(), context.fitted(pairs))
    with st.container(border=True):
        charts.head(exhibit)
        charts.draw(figure, exhibit.key, alt=exhibit.title)
        prose.small(context.correlated(pairs, lang))
        charts.foot(exhibit, lang)
