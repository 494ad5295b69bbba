"""Rates in rows, each as a dot with its interval; hatching marks a figure that is not shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cruscotto.ui.figures.base import (
    BAR_PIXELS,
    HOVER,
    WRAPPED_PIXELS,
    Bar,
    Figure,
    codes_of,
    column_width,
    figure_words,
    hatching,
    layout,
    pointed,
    row_axis,
    whiskers,
)
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.figures.reference_lines import LABEL_PIXELS, Line, rule, rule_words

# Rows from which on they stand closer: 21 regions fit the first screen.
MANY, MANY_PIXELS = 15, 17


@dataclass(frozen=True)
class Ticks:
    """The ticks of a scale: their positions and their labels."""

    values: tuple[float, ...]
    texts: tuple[str, ...]


def dots(
    items: Sequence[Bar],
    colours: Palette,
    lines: Sequence[Line] = (),
    ticks: Ticks | None = None,
    least: float = 0.0,
) -> Figure:
    """Return a chart with a dot and its interval per row, in the given order, and reference lines.

    The scale need not begin at zero, since readers compare positions and not lengths. The scale
    spans at least `least`, so that a slight difference does not cross the whole chart.
    """
    pitch = _pitch(items)
    above, below = LABEL_PIXELS * bool(lines), LABEL_PIXELS * max(1, len(lines))
    low, high = room(items, lines, least)
    return {
        "data": [
            _hatched(items, colours, low, high),
            *whiskers(items, colours),
            _dot_trace(items, colours),
        ],
        "layout": layout(
            pitch * len(items) + 16 + above + below,
            bargap=0.34,
            barmode="overlay",
            margin={"l": 0, "r": column_width(items), "t": 8 + above, "b": 8 + below},
            xaxis=_scale(low, high, ticks, colours),
            yaxis=row_axis(items, colours),
            shapes=[rule(line, colours) for line in lines],
            annotations=[
                *(rule_words(n, line, colours, ticks=True) for n, line in enumerate(lines)),
                *(figure_words(n, i, column_width(items), colours) for n, i in enumerate(items)),
            ],
        ),
    }


def _pitch(items: Sequence[Bar]) -> int:
    """Return the height of a row in pixels.

    Rows are higher if names take two lines; in a long chart, only if two such names are neighbours.
    """
    is_wrapped = ["<br>" in item.label + item.text for item in items]
    if any(map(all, pairwise(is_wrapped))) or (any(is_wrapped) and len(items) < MANY):
        return WRAPPED_PIXELS
    return BAR_PIXELS if any(is_wrapped) or len(items) < MANY else MANY_PIXELS


def reach(
    items: Sequence[Bar], lines: Sequence[Line] = (), least: float = 0.0
) -> tuple[float, float]:
    """Return the lowest and the highest number that the scale must include.

    They are figures, ends of intervals or reference lines. If they are less than `least` apart,
    they are moved apart.
    """
    values = [item.value for item in items if item.value is not None]
    values += [end for item in items if item.interval for end in item.interval]
    values += [line.value for line in lines]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    spare = max(0.0, least - (high - low)) / 2
    return (0.0, max(high, least)) if low >= 0 > low - spare else (low - spare, high + spare)


def room(
    items: Sequence[Bar], lines: Sequence[Line] = (), least: float = 0.0
) -> tuple[float, float]:
    """Return the two ends of the scale: the numbers that `reach` returns, with a small margin."""
    low, high = reach(items, lines, least)
    spare = 0.04 * ((high - low) or abs(high) or 1.0)
    return low - spare, high + spare


def _scale(low: float, high: float, ticks: Ticks | None, colours: Palette) -> Figure:
    return {
        "range": [low, high],
        "showgrid": True,
        "gridcolor": colours.line,
        "griddash": "dot",
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "showticklabels": ticks is not None,
        "tickfont": {"size": 12, "color": colours.ink},
        "tickvals": list(ticks.values) if ticks else [],
        "ticktext": list(ticks.texts) if ticks else [],
    }


def _hatched(items: Sequence[Bar], colours: Palette, low: float, high: float) -> Figure:
    """Return a hatched bar across the whole row for each figure that is not shown."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(items))),
        "base": [low] * len(items),
        "x": [high - low if item.is_hatched else 0 for item in items],
        "hovertext": [item.hover for item in items],
        "hovertemplate": HOVER,
        "marker": {"color": colours.missing, **hatching(items, colours)},
    }


def _dot_trace(items: Sequence[Bar], colours: Palette) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "y": list(range(len(items))),
        "x": [item.value for item in items],
        **codes_of(items),
        "hovertext": [pointed(item.hover, item.label, item.text) for item in items],
        "hovertemplate": HOVER,
        "cliponaxis": False,
        "marker": {
            "size": [11 if item.highlight else 9 for item in items],
            "color": [_colour(item, colours) for item in items],
            "line": {"color": colours.ground, "width": 1},
            "opacity": 1,
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _colour(item: Bar, colours: Palette) -> str:
    if item.highlight:
        return colours.accent
    return colours.quiet if item.is_quiet else colours.main
