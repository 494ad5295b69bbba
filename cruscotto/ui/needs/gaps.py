"""Occupations with most unmet positions or surplus places, and places that answer no need."""

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.needs import NEED_ADHERENCE, OVERSUPPLY_SHARE, UNMET_POSITIONS
from cruscotto.ui.exhibit import charts, files, results, tables
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.needs import asking as needs
from cruscotto.ui.state import address, places, session, sitemap
from cruscotto.ui.text import notes, words

MOST = 10
# Operations that the list shows before it scrolls within itself.
SHOWN = 8
BY = ("occupation", "region", "match_level")
# Codes that are no occupation.
NOT_COMPARED = ("unknown", "none")
LABEL_LETTERS = 22
LETTERS_BY_REGION = 28  # with the region on a line of its own


def draw(within: Selection, lang: Lang) -> None:
    """Draw two charts of occupations: with most unmet positions, and with most surplus places."""
    left, right = st.columns(2, gap="medium")
    with left:
        _largest(UNMET_POSITIONS, "value", "unmet", within, lang)
    with right:
        _largest(OVERSUPPLY_SHARE, "numerator", "beyond", within, lang)


def _largest(kpi: Kpi, part: str, key: str, within: Selection, lang: Lang) -> None:
    result = session.measure(kpi, BY, within)
    rows = [r for r in result.rows if r.codes[0] not in NOT_COMPARED and _count(r, part) > 0]
    rows.sort(key=lambda row: (-_count(row, part), row.codes))
    if not rows:
        return
    shown = _joined(rows, part)[:MOST]
    counts = [_sum(levels, part) for levels in shown]
    held = sum(counts) / _sum(rows, part)
    exhibit = Exhibit(
        key=key,
        title=t(f"gaps.{key}_title", lang, share=words.short(held, "share", lang), n=len(shown)),
        subtitle=t(f"gaps.{key}_subtitle", lang, within=needs.in_words(within, lang)),
        table=_table(rows, part, key, lang),
        notes=[t("gaps.level_note", lang), *notes.of([result], lang)],
        files=files.of_results([result], key),
    )
    items = [_bar(levels, count, lang) for levels, count in zip(shown, counts, strict=True)]
    charts.framed(figures.bars(items, palette()), exhibit, lang)


def _sum(rows: Sequence[KpiRow], part: str) -> float:
    return sum(_count(row, part) for row in rows)


def _count(row: KpiRow, part: str) -> float:
    return float(getattr(row, part) or 0)


def _joined(rows: Sequence[KpiRow], part: str) -> list[list[KpiRow]]:
    """Return the rows in groups, each of one occupation and region.

    The group with the largest sum of a count comes first.

    Args:
        rows: the rows, one for each match level.
        part: the name of the rows' attribute that has the count, `value` or `numerator`.
    """
    found: dict[tuple[str, ...], list[KpiRow]] = defaultdict(list)
    for row in rows:
        found[row.codes[:2]].append(row)
    return sorted(found.values(), key=lambda levels: (-_sum(levels, part), levels[0].codes))


def _bar(rows: Sequence[KpiRow], count: float, lang: Lang) -> Bar:
    """Return the bar of one occupation in one region; hovering shows the match levels.

    Args:
        rows: the occupation's rows in the region, one for each match level.
        count: the sum of positions or places, which is the length of the bar.
        lang: the reader's language.
    """
    name, region, _ = _named(rows[0], lang)
    written = words.short(round(count), "count", lang)
    label = f"{words.wrapped(name, LETTERS_BY_REGION, 1)}<br>{words.label(region)}"
    levels = [_named(row, lang)[2] for row in rows]
    hover = f"<b>{words.label(name)}</b><br>{region}: {written}<br>{'; '.join(levels)}"
    return Bar(label, count, written, hover)


def _named(row: KpiRow, lang: Lang) -> tuple[str, str, str]:
    occupation, region, level = row.codes
    return (
        session.names("occupation", lang).get(occupation, occupation),
        places.short_names().get(region, region),
        session.names("match_level", lang).get(level, level),
    )


def _table(rows: Sequence[KpiRow], part: str, key: str, lang: Lang) -> Table:
    columns = [
        Column("occupation", t("gaps.occupation", lang), width=190),
        Column("code", t("gaps.code", lang)),
        Column("region", t("gaps.region", lang)),
        Column("count", t(f"gaps.{key}_count", lang), "count"),
        Column("level", t("gaps.level", lang)),
    ]
    found = []
    for row in rows:
        name, region, level = _named(row, lang)
        found.append([name, row.codes[0], region, _count(row, part), level])
    return Table.of(columns, found)


def not_founded(within: Selection, lang: Lang) -> None:
    """Draw the places put to no need: a chart by sector, then a table of operations.

    The chart shows the number of these places, and their share of all financed places of the
    sector.
    """
    result = session.measure(NEED_ADHERENCE, ("sector_sep",), within)
    rows = sorted(result.rows, key=lambda row: (-_left(row), row.codes))
    if not rows:
        return
    _adherence(result, rows, within, lang)
    _operations(within, lang)


def _left(row: KpiRow) -> float:
    return float(row.denominator or 0) - float(row.numerator or 0)


def _adherence(result: KpiResult, rows: Sequence[KpiRow], within: Selection, lang: Lang) -> None:
    labels = session.names("sector_sep", lang)
    whole = session.measure(NEED_ADHERENCE, (), within)
    items = []
    for row in rows[:MOST]:
        name = labels.get(row.codes[0], row.codes[0])
        left = words.short(round(_left(row)), "count", lang)
        share = words.short(1 - float(row.value or 0), "share", lang)
        items.append(
            Bar(
                words.wrapped(name, LABEL_LETTERS),
                _left(row),
                f"{left}<br>{share}",
                results.hover(row, NEED_ADHERENCE, name, lang),
            )
        )
    gone = 1 - float(whole.value() or 0)
    exhibit = Exhibit(
        key="not_founded",
        title=t("gaps.not_founded_title", lang, share=words.short(gone, "share", lang)),
        subtitle=t("gaps.not_founded_subtitle", lang, within=needs.in_words(within, lang)),
        table=results.table(result, labels, lang, rows),
        notes=notes.of([result], lang),
        files=files.of_results([result], "not_founded"),
    )
    charts.framed(figures.bars(items, palette()), exhibit, lang)


def _operations(within: Selection, lang: Lang) -> None:
    """Draw a table of the operations with most places put to no need, up to 100.

    A click on a row draws a link to the operation.
    """
    rows = _unfounded(within)
    if not rows:
        return
    exhibit = Exhibit(
        key="unfounded",
        title=t("gaps.operations_title", lang),
        subtitle=t("gaps.operations_subtitle", lang),
        how_to=t("gaps.choose_row", lang),
        table=_operations_table(rows, lang),
        notes=[notes.source("need_operations", lang)],
        files=files.of_table(
            "unfounded",
            lambda in_lang: (t("gaps.operations_title", in_lang), _operations_table(rows, in_lang)),
        ),
    )
    with st.container(border=True):
        charts.head(exhibit)
        tables.draw(
            exhibit.table,
            lang,
            key="unfounded",
            alt=exhibit.title,
            on_select=lambda: _choose(rows),
            height=tables.ROW_PIXELS + min(len(rows), SHOWN) * tables.WRAPPED_PIXELS + 3,
            row=tables.WRAPPED_PIXELS,
            links=[address.link(unfounded=str(row["operation_code"])) for row in rows],
        )
        chosen = address.text("unfounded")
        if chosen:
            sitemap.link(
                "operations", lang, t("gaps.open_operation", lang, code=chosen), operation=chosen
            )
        charts.note_and_files(exhibit, lang)


def _unfounded(within: Selection) -> list[dict[str, object]]:
    """Return the operations with most places put to no need, of the selected regions and year.

    They are up to 100, one row each. If several regions are selected, only operations that are
    among the 100 of all Italy are returned.
    """
    regions, years = within.codes("region"), within.codes("year")
    rows = session.rows(
        "unfounded_operations",
        region=regions[0] if len(regions) == 1 else "",
        year=years[0] if years else "",
    )
    if len(regions) > 1:
        return [row for row in rows if row["region_code"] in regions]
    return rows


def _choose(rows: Sequence[dict[str, object]]) -> None:
    place = tables.selected("unfounded")
    if place is not None:
        address.set_values(unfounded=str(rows[place]["operation_code"]))


def _operations_table(rows: Sequence[dict[str, object]], lang: Lang) -> Table:
    sectors, regions = session.names("sector_sep", lang), places.short_names()
    columns = [
        Column("title", t("fields.title", lang), width=215),
        Column("region", t("gaps.region", lang), width=115),
        Column("sector", t("gaps.sector", lang), width=190),
        Column("places", t("gaps.free_places", lang), "count"),
        Column("beyond", t("gaps.beyond_count", lang), "count"),
        Column(
            "funding",
            t("operations.public_funding_eur", lang),
            "eur",
            help=t("gaps.funding", lang),
            width=128,
        ),
        Column("year", t("needs.year", lang), is_extra=True),
        Column("code", t("fields.operation_code", lang), is_extra=True),
    ]
    return Table.of(
        columns,
        [
            [
                row["title"],
                regions.get(str(row["region_code"]), row["region_code"]),
                sectors.get(str(row["sector_sep_code"]), row["sector_sep_code"]),
                row["places"],
                row["surplus_places"],
                row["funding_eur"],
                row["year_code"],
                row["operation_code"],
            ]
            for row in rows
        ],
    )
