"""Scatter plots with the names of points, placed so that names do not overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from cruscotto.ui.figures.base import HOVER, Figure, layout
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
    """A numbered axis of a chart: its title, and its ticks with their labels."""

    title: str
    values: tuple[float, ...]
    texts: tuple[str, ...]


# Letters of a vertical axis's title that a phone has on a line, and the height of a line.
LETTERS, LINE_PIXELS = 40, 16


def scatter(
    points: Sequence[Point],
    x: Axis,
    y: Axis,
    colours: Palette,
    fit: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> Figure:
    """Return a chart of named points and, if one is given, of a fitted line."""
    above = wrap(y.title, LETTERS) or [""]
    figure: Figure = {
        "data": [_point_trace(points, colours), *wide_names(points, colours)],
        "layout": layout(
            460,
            margin={"l": 0, "r": 16, "t": 14 + LINE_PIXELS * len(above), "b": 8},
            xaxis=_scale(x, colours, {"title": _titled(x, colours)}),
            yaxis=_scale(y, colours, {}),
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
        "mode": "markers+text",
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "text": names_everywhere(points),
        "textposition": places_of_names(points),
        "textfont": {"size": 12, "color": colours.ink},
        "cliponaxis": False,
        "hovertext": [point.hover for point in points],
        "hovertemplate": HOVER,
        "marker": {
            "size": [_size(point) for point in points],
            "color": [colours.accent if p.highlight else colours.main for p in points],
        },
    }


def _size(point: Point) -> int:
    return 13 if point.highlight else 9


# Where a scale may stand, below the lowest point, and where the drawing ends at its sides.
BELOW = (-9.0, -9.0, 9.0, -0.01)
ENDS = (BELOW, (-9.0, -9.0, -0.12, 9.0), (1.1, -9.0, 9.0, 9.0))
# The drawing of a wide screen and of a phone, in pixels.
WIDE, NARROW = (700.0, 400.0), (200.0, 280.0)
# A phone hides names for a wide screen: of all that a layer may state, its typeface alone reaches
# the style sheet, which looks for this name in it.
ON_WIDE = "'Titillium Web', cs-wide, sans-serif"


def names_everywhere(points: Sequence[Point]) -> list[str]:
    """Return for each point its name if a phone has room for the name, otherwise an empty text.

    Highlighted points get room first.
    """
    spots, sides = _spots(points), places_of_names(points)
    boxes = [*(_around(x, y, NARROW) for x, y in spots), *ENDS]
    kept = []
    order = sorted(range(len(points)), key=lambda place: not points[place].highlight)
    for place in order:
        box = _box(sides[place], *spots[place], len(points[place].name), NARROW)
        own = boxes[place]
        if not any(_overlap(box, other) for other in boxes if other is not own):
            boxes.append(box)
            kept.append(place)
    return [point.name if place in kept else "" for place, point in enumerate(points)]


def wide_names(points: Sequence[Point], colours: Palette) -> list[Figure]:
    """Return a layer with the names that fit on a wide screen only."""
    everywhere = names_everywhere(points)
    rest = [
        (point, side)
        for point, side, name in zip(points, places_of_names(points), everywhere, strict=True)
        if point.name and not name
    ]
    if not rest:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [point.x for point, _ in rest],
            "y": [point.y for point, _ in rest],
            "text": [point.name for point, _ in rest],
            "textposition": [side for _, side in rest],
            "textfont": {"size": 12, "color": colours.ink, "family": ON_WIDE},
            # a name keeps off the dot that it belongs to by the size of one that nobody sees
            "marker": {"size": [_size(point) for point, _ in rest], "opacity": 0},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    ]


# Where a name may stand, best first.
SIDES = (
    "top center",
    "bottom center",
    "middle right",
    "middle left",
    "top right",
    "top left",
    "bottom right",
    "bottom left",
)


def places_of_names(points: Sequence[Point]) -> list[str]:
    """Return for each name the side of its point (such as left) on which it overlaps least."""
    spots = _spots(points)
    boxes = [*(_around(x, y, WIDE) for x, y in spots), *ENDS]
    chosen = []
    for point, (x, y) in zip(points, spots, strict=True):
        # a highlighted name finds its place on a phone too
        drawn = NARROW if point.highlight else WIDE
        tried = [(side, _box(side, x, y, len(point.name), drawn)) for side in SIDES]
        side, box = min(tried, key=lambda pair: sum(_overlap(pair[1], other) for other in boxes))
        boxes.append(box)
        chosen.append(side)
    return chosen


def _spots(points: Sequence[Point]) -> list[tuple[float, float]]:
    xs, ys = [p.x for p in points], [p.y for p in points]
    return [(_shared(p.x, xs), _shared(p.y, ys)) for p in points]


def _around(x: float, y: float, size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the box of a point's dot, which names must not cover."""
    wide, high = 5.6 / size[0], 5.6 / size[1]
    return (x - wide, y - high, x + wide, y + high)


def _shared(value: float, among: Sequence[float]) -> float:
    span = (max(among) - min(among)) or 1.0
    return (value - min(among)) / span


def _box(
    side: str, x: float, y: float, letters: int, size: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Return the estimated box of a name, as shares of a chart that has `size` in pixels."""
    width, height, gap = letters * 6.2 / size[0], 16 / size[1], 9 / size[1]
    shift_x = {"left": -gap - width, "center": -width / 2, "right": gap}[side.split()[1]]
    shift_y = {"top": gap, "middle": -height / 2, "bottom": -gap - height}[side.split()[0]]
    return (x + shift_x, y + shift_y, x + shift_x + width, y + shift_y + height)


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
