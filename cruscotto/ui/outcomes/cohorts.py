"""Leavers by year of exit: the share at work at each horizon, such as 6 months after exit."""

from collections.abc import Sequence

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.outcomes import (
    PLACEMENT_RATE_6M,
    PLACEMENT_RATE_12M,
    PLACEMENT_RATE_28D,
)
from cruscotto.ui.exhibit import charts, files, measures, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import trends
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.trends import Mark, Trend
from cruscotto.ui.state import filters, session
from cruscotto.ui.text import notes, words

HORIZONS = (PLACEMENT_RATE_28D, PLACEMENT_RATE_6M, PLACEMENT_RATE_12M)


def draw(selection: Selection, lang: Lang, key: str = "cohorts") -> None:
    """Draw a line over years for each horizon, such as 6 months; immature years are hatched."""
    found = [session.measure(kpi, ("year",), selection) for kpi in HORIZONS]
    found = [result for result in found if any(_is_about(row) for row in result.rows)]
    if not found:
        return
    years = sorted({row.codes[0] for result in found for row in result.rows if _is_about(row)})
    drawn = [_trend(result, years, lang) for result in found]
    subtitle = t("cohorts.subtitle", lang, selection=filters.in_words(selection, lang))
    exhibit = Exhibit(
        key=key,
        title=_title(found, lang),
        subtitle=f"{subtitle} {trends.hidden_sign(drawn, lang)}".rstrip(),
        table=_table(found, lang),
        notes=notes.of(found, lang),
        files=files.of_results(found, key),
    )
    scale = results.scale(*trends.reach(drawn), Unit.SHARE, lang)
    charts.framed(trends.trends(drawn, years, palette(), scale), exhibit, lang)


def _title(found: Sequence[KpiResult], lang: Lang) -> str:
    """Return a title with the placement rates at 6 months of the first and last fully mature year.

    If fewer than two years are fully mature, the title has no rates.
    """
    at_6m = next((result for result in found if result.kpi is PLACEMENT_RATE_6M), None)
    rows = [
        row
        for row in (at_6m.rows if at_6m else ())
        if _is_about(row) and row.value is not None and not waiting_share(row)
    ]
    if len(rows) < 2:
        return t("cohorts.title", lang)
    first, last = rows[0], rows[-1]
    return t(
        "cohorts.finding",
        lang,
        first=words.figure(first.value, PLACEMENT_RATE_6M, lang),
        last=words.figure(last.value, PLACEMENT_RATE_6M, lang),
        first_interval=measures.interval_words(first, PLACEMENT_RATE_6M, lang),
        last_interval=measures.interval_words(last, PLACEMENT_RATE_6M, lang),
        start=first.codes[0],
        end=last.codes[0],
    )


def _is_about(row: KpiRow) -> bool:
    return row.codes[0] != "unknown" and row.state is not State.MISSING


def _trend(result: KpiResult, years: Sequence[str], lang: Lang) -> Trend:
    return Trend(
        result.kpi.label.in_(lang), tuple(_mark(result.row(year), result, lang) for year in years)
    )


def _mark(row: KpiRow | None, result: KpiResult, lang: Lang) -> Mark:
    if row is None or row.state is State.MISSING:
        return Mark(None, "", "")
    waiting = waiting_share(row)
    hover = results.hover(row, result.kpi, row.codes[0], lang)
    if waiting:
        share = words.short(waiting, Unit.SHARE, lang)
        hover = f"{hover}<br>{t('cohorts.waiting', lang, share=share)}"
    text = t(f"cohorts.{row.state}", lang) if row.state is not State.SHOWN else ""
    if row.state is State.SHOWN and row.value is not None:
        text = words.barest(row.value, result.kpi.unit, lang)
    return Mark(
        None if row.value is None else float(row.value),
        text,
        hover,
        measures.interval(row),
        waiting,
        row.state is State.HIDDEN,
    )


def waiting_share(row: KpiRow) -> float:
    """Return the share of a cohort whose outcome is not due yet.

    The share is 1 for an immature row, and 0 if the number of people not due may not be shown.
    """
    if row.state is State.IMMATURE:
        return 1.0
    if not row.immature or row.eligible is None:
        return 0.0
    return row.immature / (row.immature + row.eligible)


def _table(found: Sequence[KpiResult], lang: Lang) -> Table:
    columns = [
        Column("year", t("cohorts.year", lang)),
        Column("horizon", t("cohorts.horizon", lang), width="medium"),
        *measures.general_columns(lang),
    ]
    rows = [
        [row.codes[0], result.kpi.label.in_(lang), *measures.value_cells(row, result.kpi)]
        for result in found
        for row in result.rows
        if _is_about(row)
    ]
    return Table.of(columns, sorted(rows, key=lambda row: str(row[0])))
