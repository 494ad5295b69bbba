"""An indicator of ours (KPI) against an indicator of the territory, such as unemployment."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import correlation, linear_regression

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.i18n.catalogue import catalogue
from cruscotto.kpi.query.result import KpiResult, KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.ui.exhibit import charts, files, regional
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import scales
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.scatter import Point, scatter
from cruscotto.ui.state import choices, session
from cruscotto.ui.state.places import all_places
from cruscotto.ui.text import notes, prose, words

# A line through fewer regions than this would be read as more than it is.
FEWEST_FOR_A_LINE = 10
DEFAULT = "neet_rate_15_29"


@dataclass(frozen=True)
class Series:
    """One series of a territorial indicator; different series are never joined."""

    indicator: str
    name: str
    edition: str

    @property
    def code(self) -> str:
        """Return the code by which an address names the series."""
        return f"{self.indicator}~{self.name}"


@dataclass(frozen=True)
class Pair:
    """A region with two values: of the territorial indicator, and of the KPI."""

    code: str
    name: str
    x: float
    row: KpiRow
    flag: str

    @property
    def y(self) -> float:
        """Return the KPI's value in the region."""
        return float(self.row.value or 0)


def label(code: str, lang: Lang) -> str:
    """Return the name of an indicator; its code if it was imported without a name."""
    key = f"indicators.{code}"
    return t(key, lang) if key in catalogue(lang) else code


def draw(kpi: Kpi, selection: Selection, lang: Lang) -> None:
    """Draw a KPI against a territorial indicator, with one point for each region."""
    series = all_series()
    if not series:
        return
    with st.container(border=True):
        chosen, year = _pick(series, lang)
        result = regional.everywhere(kpi, selection)
        pairs = paired(
            result,
            session.rows(
                "indicator_values", indicator=chosen.indicator, series=chosen.name, year=year
            ),
        )
        exhibit = _exhibit(kpi, chosen, year, pairs, result, lang)
        charts.head(exhibit)
        if len(pairs) >= 2:
            figure = _figure(kpi, chosen, year, pairs, selection, lang)
            charts.draw(figure, exhibit.key, alt=exhibit.title)
            prose.small(association(pairs, lang))
        charts.foot(exhibit, lang)


def all_series() -> list[Series]:
    """Return all series of all territorial indicators."""
    return [
        Series(row["indicator_code"], row["series"], row["edition"])
        for row in session.rows("indicator_series")
    ]


def _pick(series: Sequence[Series], lang: Lang) -> tuple[Series, int]:
    offered = {s.code: f"{label(s.indicator, lang)} – {s.name}" for s in series}
    default = next((s.code for s in series if s.indicator == DEFAULT), series[0].code)
    left, right = st.columns([3, 1])
    with left:
        code = choices.pick("indicator", t("context_indicators.pick", lang), offered, default)
    chosen = next(s for s in series if s.code == code)
    found = session.rows("indicator_years", indicator=chosen.indicator, series=chosen.name)
    with right:
        years = {str(row["year"]): str(row["year"]) for row in found}
        year = choices.pick("indicator_year", t("context_indicators.year", lang), years)
    return chosen, int(year)


def paired(result: KpiResult, values: Sequence[dict[str, object]]) -> list[Pair]:
    """Return the regions with a value of the KPI and of the indicator, from north to south."""
    known = {str(row["region_code"]): row for row in values if row["value"] is not None}
    pairs = []
    for place in all_places():
        row = result.row(place.code)
        if row is not None and row.value is not None and place.code in known:
            value, flag = known[place.code]["value"], known[place.code]["flag"]
            pairs.append(Pair(place.code, place.short, float(str(value)), row, str(flag or "")))
    return pairs


def association(pairs: Sequence[Pair], lang: Lang) -> str:
    """Return a sentence on the correlation of the two values over regions; see `correlated`."""
    return correlated([(pair.x, pair.y) for pair in pairs], lang)


def correlated(points: Sequence[tuple[float, float]], lang: Lang) -> str:
    """Return a sentence: number of points, correlation, and that a correlation is no effect.

    If there are too few points, or all have the same x or the same y, the sentence states this in
    place of the correlation.
    """
    if _has_no_line(points):
        return t("context_indicators.too_few", lang, n=len(points))
    r = correlation([x for x, _ in points], [y for _, y in points])
    return t("context_indicators.association", lang, n=len(points), r=format_number(r, lang, 2))


def _has_no_line(points: Sequence[tuple[float, float]]) -> bool:
    is_flat = len({x for x, _ in points}) < 2 or len({y for _, y in points}) < 2
    return len(points) < FEWEST_FOR_A_LINE or is_flat


def _exhibit(
    kpi: Kpi, series: Series, year: int, pairs: Sequence[Pair], result: KpiResult, lang: Lang
) -> Exhibit:
    name = label(series.indicator, lang)
    title = t("context_indicators.title", lang, kpi=kpi.label.in_(lang), indicator=name)
    written = t(
        "context_indicators.series", lang, series=series.name, edition=series.edition, year=year
    )
    return Exhibit(
        key="scatter",
        title=title,
        subtitle=t("context_indicators.subtitle", lang, series=series.name, year=year),
        table=_table(kpi, series, year, pairs, lang),
        notes=[f"**{name}.** {written}", *notes.of([result], lang)],
        files=files.of_table(
            "scatter", lambda in_lang: (title, _table(kpi, series, year, pairs, in_lang)), [result]
        ),
    )


def _table(kpi: Kpi, series: Series, year: int, pairs: Sequence[Pair], lang: Lang) -> Table:
    columns = [
        Column("region", t("regions.region", lang)),
        Column("indicator", f"{label(series.indicator, lang)}, {year}", "value"),
        Column("value", kpi.label.in_(lang), kpi.unit),
        Column("flag", t("context_indicators.flag", lang)),
    ]
    # the column of flags is there only where the source flagged something
    width = None if any(pair.flag for pair in pairs) else -1
    rows = [[pair.name, pair.x, pair.row.value, pair.flag][:width] for pair in pairs]
    return Table.of(columns[:width], rows)


def _figure(
    kpi: Kpi, series: Series, year: int, pairs: Sequence[Pair], selection: Selection, lang: Lang
) -> Figure:
    name = label(series.indicator, lang)
    points = [
        Point(
            pair.name,
            pair.x,
            pair.y,
            f"<b>{pair.name}</b><br>{name}: {format_number(pair.x, lang, 1)}<br>"
            f"{kpi.label.in_(lang)}: {words.figure(pair.row.value, kpi, lang)}",
            pair.code in selection.codes("region"),
        )
        for pair in pairs
    ]
    x = scales.axis([p.x for p in points], f"{name}, {year}", "value", lang)
    title = words.headed(kpi.label.in_(lang), words.axis_unit(kpi), lang)
    y = scales.axis([p.y for p in points], title, words.axis_unit(kpi), lang)
    return scatter(points, x, y, palette(), fitted([(pair.x, pair.y) for pair in pairs]))


def fitted(
    points: Sequence[tuple[float, float]],
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the two ends (x, y) of the straight line fitted to some points.

    If there are too few points, or all have the same x or the same y, return `None`.
    """
    if _has_no_line(points):
        return None
    xs = [x for x, _ in points]
    slope, intercept = linear_regression(xs, [y for _, y in points])
    return (min(xs), intercept + slope * min(xs)), (max(xs), intercept + slope * max(xs))
