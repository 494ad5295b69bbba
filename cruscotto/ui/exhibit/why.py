"""An expander on why a figure changed: the two sides to compare, and the causes of the change."""

from collections.abc import Callable, Sequence

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.change.explained import Explained, Part
from cruscotto.kpi.change.explaining import EXPLAINED
from cruscotto.kpi.change.sides import EDITION
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.wording import changes as wording
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.waterfall import Step, waterfall
from cruscotto.ui.state import choices, filters, session
from cruscotto.ui.text import notes, prose, words

Sides = tuple[str, Selection, Selection]
# A year is proposed where for each person who waits there are so many who do not.
WAITING = 10


def draw(names: Sequence[str], selection: Selection, lang: Lang, key: str = "why") -> None:
    """Draw the expander that splits an indicator's change into its causes.

    The causes are computed only when a reader opens the expander.

    Args:
        names: the names of the page's indicators; an indicator whose change cannot be split is left
            out.
        selection: what the page shows.
        lang: the reader's language.
        key: the expander's key on the page.
    """
    offered = [n for n in dict.fromkeys(names) if n in EXPLAINED and session.has_data(KPIS[n])]
    if not offered:
        return
    fold = st.expander(t("why.title", lang), key=f"{key}_open", on_change="rerun")
    if charts.is_open(fold):
        with fold:
            _panel(offered, selection, lang, key)


def _panel(offered: Sequence[str], selection: Selection, lang: Lang, key: str) -> None:
    kpi = choices.indicator(lang, offered, offered[0], "why_kpi")
    chosen = session.fitting(kpi, selection)
    ways = _ways(kpi, chosen)
    if not ways:
        st.info(t("why.unavailable", lang))
        return
    names = {way: t(f"why.compare_{way}", lang) for way in ways}
    way = choices.switch("why_by", t("why.comparison", lang), names, next(iter(ways)))
    axis, first, last = ways[way](chosen, lang)
    found = session.explain(kpi, axis, first, last)
    prose.lead(wording.sentence(found, lambda name: session.names(name, lang), lang))
    if found.parts:
        _picture(found, chosen, lang, key)


def _ways(kpi: Kpi, selection: Selection) -> dict[str, Callable[[Selection, Lang], Sides]]:
    """Return the comparisons that a reader may choose, by name: `year`, `edition`, `italy`.

    Each is a function that returns the two selections to compare. Left out are `year` if fewer than
    two years have a figure, `edition` without a previous edition, and `italy` without a chosen
    region.
    """
    found: dict[str, Callable[[Selection, Lang], Sides]] = {}
    years = _years(kpi, selection)
    if len(years) > 1:
        found["year"] = lambda now, lang: _year_sides(years, now, lang)
    before = session.measure(kpi, (), selection.at("previous"))
    if any(row.value is not None for row in before.rows):
        found["edition"] = lambda now, _: (EDITION, now.at("previous"), now)
    if selection.codes("region"):
        found["italy"] = lambda now, _: ("region", now, now.with_(region=[]))
    return found


def _years(kpi: Kpi, selection: Selection) -> list[str]:
    """Return the codes of the years with a figure: complete years first, then incomplete ones.

    A year is incomplete if it is not over, or if the outcome of many people is not due yet.
    """
    if "year" not in MART_DIMENSIONS[kpi.mart]:
        return []
    found: KpiResult = session.measure(kpi, ("year",), selection)
    shown = [row for row in found.rows if row.state is State.SHOWN and row.value is not None]
    shown = [row for row in shown if row.codes[0] != "unknown"]
    # a year that is not over, or of which many wait, is offered and not proposed
    now = max(found.editions, default="")[:4]
    ordered = sorted(shown, key=lambda row: not (_waits(row) or row.codes[0] >= now))
    return [row.codes[0] for row in ordered]


def _waits(row: KpiRow) -> bool:
    return WAITING * (row.immature or 0) > (row.eligible or 0)


def _year_sides(years: Sequence[str], now: Selection, lang: Lang) -> Sides:
    options = {year: year for year in sorted(years)}
    left, right = st.columns(2)
    with left:
        first = choices.pick("why_from", t("why.from", lang), options, years[-2])
    with right:
        last = choices.pick("why_to", t("why.to", lang), options, years[-1])
    return "year", now.with_(year=first), now.with_(year=last)


def _picture(found: Explained, selection: Selection, lang: Lang, key: str) -> None:
    def titled(spoken: Lang) -> tuple[str, Table]:
        return _title(found, spoken), _table(found, spoken)

    unit = words.unit_label(wording.unit_of(found.kpi), lang)
    exhibit = Exhibit(
        key=key,
        title=_title(found, lang),
        subtitle=t("why.subtitle", lang, unit=unit, selection=filters.in_words(selection, lang)),
        table=_table(found, lang),
        notes=[*wording.notes(found, lang), *notes.of([found.first, found.last], lang)],
        files=files.of_table(f"why_{found.kpi.name}", titled, [found.first, found.last]),
    )
    charts.head(exhibit)
    charts.draw(waterfall(_steps(found, lang), palette()), key, alt=exhibit.title)
    charts.foot(exhibit, lang, drawn=(key,))


def _title(found: Explained, lang: Lang) -> str:
    one, two = (row.value if row else None for row in found.ends)
    return t(
        "why.figure_title",
        lang,
        kpi=found.kpi.label.in_(lang),
        before=words.figure(one, found.kpi, lang),
        after=words.figure(two, found.kpi, lang),
    )


def _steps(found: Explained, lang: Lang) -> list[Step]:
    one, two = (float(row.value or 0) if row else 0.0 for row in found.ends)
    first, last = wording.sides(found, lambda name: session.names(name, lang), lang)
    made, reached = [_figure(first, one, found.kpi, lang)], one
    for part in found.parts:
        made.append(_step(part, reached, found, lang))
        reached += float(part.value)
    return [*made, _figure(last, two, found.kpi, lang)]


def _figure(label: str, value: float, kpi: Kpi, lang: Lang) -> Step:
    written = words.figure(value, kpi, lang)
    return Step(words.wrapped(label), None, value, written, f"{words.label(label)}: {written}")


def _step(part: Part, reached: float, found: Explained, lang: Lang) -> Step:
    kpi = found.kpi
    label, value = wording.cause_label(found, part.cause, lang), float(part.value)
    written = wording.signed(part.value, kpi, lang)
    ends = None
    if part.margin is not None and part.margin[0] != part.margin[1]:
        ends = (reached + part.margin[0], reached + part.margin[1])
    ends_words = wording.interval(part, kpi, lang) if ends else ""
    hover = f"{label}: {written}{f' ({ends_words})' if ends_words else ''}"
    return Step(words.wrapped(label), reached, reached + value, written, hover, ends)


def _table(found: Explained, lang: Lang) -> Table:
    unit = wording.unit_of(found.kpi)
    columns = [
        Column("cause", t("why.part", lang), width="medium"),
        Column("value", t("why.difference", lang), unit),
        Column("low", t("people.low", lang), unit),
        Column("high", t("people.high", lang), unit),
        Column("explanation", t("why.explanation", lang), width="large"),
    ]
    rows = [
        [
            wording.cause_label(found, part.cause, lang),
            part.value,
            *(part.margin or (None, None)),
            wording.cause_words(found, part.cause, lang),
        ]
        for part in found.parts
    ]
    total = [t("why.total", lang), found.change, *(found.margin or (None, None)), ""]
    return Table.of(columns, [*rows, total])
