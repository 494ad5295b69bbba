"""The coverage of needs as a matrix: a row per region, a column per sector or occupation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.needs import NEED_COVERAGE, UNMET_POSITIONS
from cruscotto.kpi.wording.map_classes import ink_on
from cruscotto.ui.exhibit import charts, files, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.figures import scales
from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.palette import Palette, palette
from cruscotto.ui.needs import asking as needs
from cruscotto.ui.state import choices, places, session
from cruscotto.ui.text import heat, notes, words

COLUMNS = {"sector_sep": "sector_sep", "occupation": "occupation"}
# Columns that a phone can still distinguish.
MOST_COLUMNS = 8
ROW_PIXELS = 28
FOOT_PIXELS = 64
# Above the cells: a line of a column's name, and what lies around them.
LINE_PIXELS, AROUND_PIXELS = 17, 16
# A name above a column, in so many lines of so many letters.
LABEL_LETTERS, LABEL_LINES = 14, 4


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: the result for a region and a sector or occupation.

    `hover` is the text shown on hovering.
    """

    row: KpiRow
    hover: str


def draw(within: Selection, lang: Lang) -> None:
    """Draw a matrix with the coverage of needs: a row for each region.

    Readers choose whether its columns are sectors or occupations. The eight with most unmet
    positions are drawn.
    """
    left, _ = st.columns([1, 2])
    with left:
        across = choices.switch(
            "across",
            t("matrix.across", lang),
            {name: t(f"matrix.by_{name}", lang) for name in COLUMNS},
            "sector_sep",
        )
    result = session.measure(NEED_COVERAGE, ("region", across), within)
    if result.is_empty:
        return
    columns, regions = _most_unmet(across, within)[:MOST_COLUMNS], _most_unmet("region", within)
    labels = session.names(across, lang)
    exhibit = Exhibit(
        key="matrix",
        title=_title(columns, labels, within, across, lang),
        subtitle=t("matrix.subtitle", lang, within=needs.in_words(within, lang)),
        table=results.table_of_two(result, places.short_names(), labels, lang),
        notes=[t("matrix.note", lang), *notes.of([result], lang)],
        files=files.of_results([result], "matrix"),
    )
    with st.container(border=True, key="matrix_frame"):
        charts.head(exhibit)
        st.html(_upright(result, regions, columns, labels, exhibit.title, lang))
        drawn = _figure(result, regions, columns, labels, lang)
        charts.draw(drawn, exhibit.key, alt=f"{exhibit.title}. {exhibit.subtitle}")
        charts.foot(exhibit, lang, drawn=(exhibit.key,))


def _upright(
    result: KpiResult,
    ordered: Sequence[str],
    columns: Sequence[str],
    labels: Mapping[str, str],
    title: str,
    lang: Lang,
) -> str:
    """Return the matrix as HTML for a phone, with the regions and columns in the order given."""
    found = {row.codes: row for row in result.rows if row.codes[1] in columns}
    rows = []
    for region in _held(found, ordered):
        cells = [_shade(found.get((region, code)), palette(), lang) for code in columns]
        rows.append((places.short_names()[region], cells))
    return heat.html([_short(labels.get(code, code)) for code in columns], rows, title)


def _held(found: Mapping[tuple[str, ...], KpiRow], ordered: Sequence[str]) -> list[str]:
    """Return the codes of the regions that have a need in some column, in the given order.

    Args:
        found: the results in the matrix, by (region, column).
        ordered: the codes of regions in the order wanted.
    """
    held = {code for code, _ in found}
    return [code for code in ordered if code in held and code in places.short_names()]


def _shade(row: KpiRow | None, colours: Palette, lang: Lang) -> heat.Shade | None:
    """Return a cell's share as text, its background colour, and a text colour readable on it.

    Return `None` if the cell has no result or its share is not shown.
    """
    if row is None or row.value is None:
        return None
    ground = colours.sequence[round(float(row.value) * (len(colours.sequence) - 1))]
    return heat.Shade(words.percent(float(row.value), lang), ground, ink_on(ground))


def _most_unmet(by: str, within: Selection) -> list[str]:
    """Return the codes of a dimension's members, the member with most unmet positions first."""
    unmet = session.measure(UNMET_POSITIONS, (by,), within)
    ordered = sorted(unmet.rows, key=lambda row: (-float(row.value or 0), row.codes))
    return [row.codes[0] for row in ordered]


def _title(
    columns: Sequence[str], labels: Mapping[str, str], within: Selection, across: str, lang: Lang
) -> str:
    covered = session.measure(NEED_COVERAGE, (across,), within)
    rows = [row for row in covered.rows if row.codes[0] in columns and row.value is not None]
    if len(rows) < 2:
        return NEED_COVERAGE.label.in_(lang)
    least = min(rows, key=lambda row: row.value or 0)
    most = max(rows, key=lambda row: row.value or 0)
    return t(
        f"matrix.finding{f'_of_{across}' if len(covered.rows) > len(rows) else ''}",
        lang,
        n=len(rows),
        least=_short(labels.get(least.codes[0], least.codes[0])),
        low=words.figure(least.value, NEED_COVERAGE, lang),
        most=_short(labels.get(most.codes[0], most.codes[0])),
        high=words.figure(most.value, NEED_COVERAGE, lang),
    )


def _short(name: str) -> str:
    """Return a sector's or an occupation's name up to its first comma, cut at 60 letters."""
    return words.cut(name.split(",")[0], 60)


def _figure(
    result: KpiResult,
    ordered: Sequence[str],
    columns: Sequence[str],
    labels: Mapping[str, str],
    lang: Lang,
) -> Figure:
    colours, short = palette(), places.short_names()
    found = {row.codes: row for row in result.rows if row.codes[1] in columns}
    regions = _held(found, ordered)
    names = [short[code] for code in regions]
    rows = [[found.get((region, code)) for code in columns] for region in regions]
    above = [_above(code, labels) for code in columns]
    head = AROUND_PIXELS + LINE_PIXELS * max(name.count("<br>") + 1 for name in above)
    return {
        "data": [_heat(rows, names, columns, labels, colours, lang)],
        "layout": layout(
            head + FOOT_PIXELS + ROW_PIXELS * len(regions),
            margin={"l": 0, "r": 8, "t": head, "b": FOOT_PIXELS},
            xaxis=_top(above, colours),
            yaxis={
                "tickvals": list(range(len(regions))),
                "ticktext": names,
                "range": [len(regions) - 0.5, -0.5],
                "automargin": True,
                "fixedrange": True,
                "ticks": "",
                "showgrid": False,
                "zeroline": False,
                "tickfont": {"size": 12, "color": colours.ink},
            },
            annotations=_figures(rows, colours, lang),
        ),
    }


def _key(colours: Palette, lang: Lang) -> Figure:
    shares = (0.0, 0.5, 1.0)
    return {
        "orientation": "h",
        "x": 0.97,
        "xanchor": "right",
        "y": 0,
        "yanchor": "top",
        "ypad": 8,
        "lenmode": "pixels",
        "len": 260,
        "thickness": 12,
        "outlinewidth": 0,
        "ticks": "",
        "tickvals": list(shares),
        "ticktext": [scales.tick(share, Unit.SHARE, lang) for share in shares],
        "tickfont": {"size": 12, "color": colours.ink},
    }


def _above(code: str, labels: Mapping[str, str]) -> str:
    """Return the text above a column: a name, wrapped to a few lines."""
    return words.wrapped(_short(labels.get(code, code)), LABEL_LETTERS, LABEL_LINES)


def _top(names: Sequence[str], colours: Palette) -> Figure:
    return {
        "tickvals": list(range(len(names))),
        "ticktext": names,
        "side": "top",
        "tickangle": 0,
        "range": [-0.5, len(names) - 0.5],
        "fixedrange": True,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"size": 12, "color": colours.ink},
    }


def _heat(
    rows: Sequence[Sequence[KpiRow | None]],
    names: Sequence[str],
    columns: Sequence[str],
    labels: Mapping[str, str],
    colours: Palette,
    lang: Lang,
) -> Figure:
    last = len(colours.sequence) - 1
    scale = [[place / last, colour] for place, colour in enumerate(colours.sequence)]
    return {
        "type": "heatmap",
        "xgap": 2,
        "ygap": 2,
        "showscale": True,
        "colorbar": _key(colours, lang),
        "zmin": 0,
        "zmax": 1,
        "colorscale": scale,
        "hoverongaps": False,
        "hovertemplate": HOVER,
        "z": [[None if row is None else row.value for row in line] for line in rows],
        "hovertext": [
            [
                ""
                if row is None
                else results.hover(row, NEED_COVERAGE, f"{name}, {labels.get(code, code)}", lang)
                for row, code in zip(line, columns, strict=True)
            ]
            for line, name in zip(rows, names, strict=True)
        ],
    }


def _figures(rows: Sequence[Sequence[KpiRow | None]], colours: Palette, lang: Lang) -> list[Figure]:
    """Return the texts on the cells: each is a share, in a colour readable on the background."""
    found = []
    for y, line in enumerate(rows):
        for x, row in enumerate(line):
            cell = _shade(row, colours, lang)
            if cell is None:
                continue
            font = {"size": 12, "color": cell.ink}
            found.append({"x": x, "y": y, "showarrow": False, "text": cell.text, "font": font})
    return found
