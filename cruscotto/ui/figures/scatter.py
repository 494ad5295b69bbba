"""Scatter plots with the names of points, placed so that names do not overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from cruscotto.ui.figures import names
from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.names import Held, Named
from cruscotto.ui.figures.palette import Palette


@dataclass(frozen=True)
class Point:
    """One point of a scatter plot: its name, its position, and the text shown on hovering."""

    name: str
    x: float
    y: float
    hover: str
    highlight: bool = False


@dataclass(frozen=True)
class Axis:
    """A numbered axis: its title, its ticks with their labels, and its two ends.

    If `ends` is `None`, the points decide where the axis ends.
    """

    title: str
    values: tuple[float, ...]
    texts: tuple[str, ...]
    ends: tuple[float, float] | None = None


# Letters of a vertical axis's title that a phone has on a line, and the height of a line.
LETTERS, LINE_PIXELS = 40, 16
# Part of an axis that is left free at each end.
SPARE = 0.06
Fit = tuple[tuple[float, float], tuple[float, float]]


def scatter(
    points: Sequence[Point],
    x: Axis,
    y: Axis,
    colours: Palette,
    fit: Fit | None = None,
    held: Sequence[Held] = (),
) -> Figure:
    """Return a chart of named points and, if one is given, of a fitted line.

    Args:
        points: the points.
        x: the horizontal axis.
        y: the vertical axis.
        colours: the theme's colours.
        fit: the two ends of the fitted line.
        held: words that stand in the chart already, with heights in the unit of `y`.
    """
    above = wrap(y.title, LETTERS) or [""]
    across = x.ends or _ends([p.x for p in points])
    up = y.ends or _ends([*(p.y for p in points), *(end[1] for end in fit or ())])
    figure: Figure = {
        "data": [
            _point_trace(points, colours),
            *_names(points, across, up, [_at(words, up) for words in held], colours),
        ],
        "layout": layout(
            460,
            margin={"l": 0, "r": 16, "t": 14 + LINE_PIXELS * len(above), "b": 8},
            xaxis=_scale(x, colours, {"title": _titled(x, colours), "range": list(across)}),
            yaxis=_scale(y, colours, {"range": list(up)}),
            annotations=[_corner("<br>".join(above), colours)],
        ),
    }
    if fit:
        (x0, y0), (x1, y1) = fit
        line = {"color": colours.ink, "width": 1.5, "dash": "dot"}
        figure["layout"]["shapes"] = [
            {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line}
        ]
    return figure


def _ends(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    spare = SPARE * ((high - low) or abs(high) or 1.0)
    return low - spare, high + spare


def _share(value: float, ends: tuple[float, float]) -> float:
    return (value - ends[0]) / (ends[1] - ends[0])


def _at(words: Held, up: tuple[float, float]) -> Held:
    return Held(words.text, _share(words.y, up), words.is_above)


def _titled(axis: Axis, colours: Palette) -> Figure:
    return {"text": axis.title, "standoff": 10, "font": {"size": 13, "color": colours.ink}}


def _corner(text: str, colours: Palette) -> Figure:
    """Return the title of the vertical axis, written horizontally above it."""
    return {
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 8,
        "align": "left",
        "showarrow": False,
        "text": text,
        "font": {"size": 13, "color": colours.ink},
    }


def _scale(axis: Axis, colours: Palette, more: Figure) -> Figure:
    return {
        "tickvals": list(axis.values),
        "ticktext": list(axis.texts),
        "gridcolor": colours.line,
        "tickfont": {"size": 12, "color": colours.ink},
        "showgrid": True,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        **more,
    }


def _point_trace(points: Sequence[Point], colours: Palette) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "cliponaxis": False,
        "hovertext": [point.hover for point in points],
        "hovertemplate": HOVER,
        "marker": {
            "size": [_size(point) for point in points],
            "color": [colours.accent if p.highlight else colours.main for p in points],
            "opacity": 1,
            "line": {"color": colours.ground, "width": 1},
        },
    }


def _size(point: Point) -> int:
    return 13 if point.highlight else 9


def _names(
    points: Sequence[Point],
    across: tuple[float, float],
    up: tuple[float, float],
    held: Sequence[Held],
    colours: Palette,
) -> list[Figure]:
    """Return layers of names, one for each screen width that has room for further names.

    A screen shows its own layer and the layers of all narrower screens.
    """
    spots = [Named(p.name, _share(p.x, across), _share(p.y, up), p.highlight) for p in points]
    found = names.placed(spots, held)
    layers = []
    for screen, family in enumerate(names.FAMILIES):
        drawn = [(points[one.point], one.side) for one in found if one.screen == screen]
        if drawn:
            layers.append(_layer(drawn, family, colours))
    return layers


def _layer(drawn: Sequence[tuple[Point, str]], family: str, colours: Palette) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [point.x for point, _ in drawn],
        "y": [point.y for point, _ in drawn],
        "text": [point.name for point, _ in drawn],
        "textposition": [side for _, side in drawn],
        "textfont": {"size": 12, "color": colours.ink, "family": family},
        # a name keeps off the dot that it belongs to by the size of one that nobody sees
        "marker": {"size": [_size(point) for point, _ in drawn], "opacity": 0},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
