"""Several figures per row as dots on one scale; a line shows how far apart they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.ui.figures.base import (
    BAR_PIXELS,
    HOVER,
    WRAPPED_PIXELS,
    Bar,
    Figure,
    column_width,
    figure_words,
    layout,
    row_axis,
)
from cruscotto.ui.figures.dots import Ticks
from cruscotto.ui.figures.palette import Palette

LEGEND_PIXELS = 28
# Colour, sign and size of each series, in the order given.
LOOKS = (
    ("main", "circle", 12),
    ("accent", "diamond", 11),
    ("ink", "line-ns-open", 14),
    ("quiet", "square", 9),
)


@dataclass(frozen=True)
class Dot:
    """One figure of a row, drawn as a dot; if its value is `None`, no dot is drawn."""

    value: float | None
    hover: str
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Row:
    """One row of a chart: its name, one dot for each series, and the text at its end."""

    label: str
    dots: tuple[Dot, ...]
    text: str
    code: str = ""
    highlight: bool = False


def reach(rows: Sequence[Row]) -> tuple[float, float]:
    """Return the lowest and the highest number that the scale must include.

    They are figures or ends of intervals; without any figure they are 0 and 1.
    """
    shown = [dot for row in rows for dot in row.dots if dot.value is not None]
    values = [end for dot in shown for end in (dot.interval or (dot.value,)) if end is not None]
    values += [dot.value for dot in shown if dot.value is not None]
    return (min(values), max(values)) if values else (0.0, 1.0)


def dot_rows(
    rows: Sequence[Row], series: Sequence[str], colours: Palette, ticks: Ticks, pitch: int = 0
) -> Figure:
    """Return a chart with the rows in the order given; a colour key names the series."""
    low, high = reach(rows)
    spare = 0.04 * ((high - low) or abs(high) or 1.0)
    is_wrapped = any("<br>" in row.label + row.text for row in rows)
    pitch = pitch or (WRAPPED_PIXELS if is_wrapped else BAR_PIXELS)
    labelled = [Bar(row.label, None, row.text, highlight=row.highlight) for row in rows]
    width = column_width(labelled)
    return {
        "data": [
            _joined(rows, colours),
            *(_series(rows, place, name, colours) for place, name in enumerate(series)),
        ],
        "layout": layout(
            pitch * len(rows) + LEGEND_PIXELS + 34,
            showlegend=True,
            legend=_key(colours),
            margin={"l": 0, "r": width, "t": LEGEND_PIXELS, "b": 26},
            xaxis=_scale(low - spare, high + spare, ticks, colours),
            yaxis=row_axis(labelled, colours),
            annotations=[figure_words(n, i, width, colours) for n, i in enumerate(labelled)],
        ),
    }


def _key(colours: Palette) -> Figure:
    return {
        "orientation": "h",
        "x": 0,
        "y": 1,
        "yanchor": "bottom",
        "itemclick": False,
        "itemdoubleclick": False,
        "bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "color": colours.ink},
    }


def _scale(low: float, high: float, ticks: Ticks, colours: Palette) -> Figure:
    return {
        "range": [low, high],
        "showgrid": True,
        "gridcolor": colours.line,
        "griddash": "dot",
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"size": 12, "color": colours.ink},
        "tickvals": list(ticks.values),
        "ticktext": list(ticks.texts),
    }


def _joined(rows: Sequence[Row], colours: Palette) -> Figure:
    """Return the layer of lines: one for each row, from its lowest to its highest dot.

    Rows with fewer than two dots have no line.
    """
    x: list[float | None] = []
    y: list[float | None] = []
    for place, row in enumerate(rows):
        values = [dot.value for dot in row.dots if dot.value is not None]
        if len(values) > 1:
            x += [min(values), max(values), None]
            y += [place, place, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colours.line, "width": 3},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _series(rows: Sequence[Row], place: int, name: str, colours: Palette) -> Figure:
    role, symbol, size = LOOKS[place]
    colour = str(getattr(colours, role))
    drawn = [(n, row.code, row.dots[place]) for n, row in enumerate(rows)]
    drawn = [(n, code, dot) for n, code, dot in drawn if dot.value is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "y": [n for n, _, _ in drawn],
        "x": [dot.value for _, _, dot in drawn],
        "customdata": [code for _, code, _ in drawn],
        "hovertext": [dot.hover for _, _, dot in drawn],
        "hovertemplate": HOVER,
        "cliponaxis": False,
        "error_x": _arms([dot for _, _, dot in drawn], colour),
        "marker": {
            "size": size,
            "symbol": symbol,
            "color": colour,
            "line": {"color": colour, "width": 3 if "open" in symbol else 0},
            "opacity": 1,
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _arms(dots: Sequence[Dot], colour: str) -> Figure:
    if not any(dot.interval for dot in dots):
        return {"visible": False}
    ends = [(dot.value or 0.0, *(dot.interval or (dot.value, dot.value))) for dot in dots]
    return {
        "type": "data",
        "symmetric": False,
        "color": colour,
        "thickness": 1.5,
        "width": 4,
        "array": [(high or 0.0) - value for value, _, high in ends],
        "arrayminus": [value - (low or 0.0) for value, low, _ in ends],
    }
