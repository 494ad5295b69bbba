"""Charts of net effects with two axes: one of the overlap, one of the effect over time."""

from collections.abc import Sequence
from itertools import pairwise

from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.net_impact.marks import Mark, Rule, Ticks, above, band, corner, scale, vertical

# How far the scale of two distributions back to back goes beyond the longest bar.
NAMES_ROOM = 1.2


def mirrored(
    upper: Sequence[float],
    lower: Sequence[float],
    edges: Sequence[float],
    ticks: Ticks,
    names: tuple[str, str],
    hovers: tuple[Sequence[str], Sequence[str]],
    colours: Palette,
) -> Figure:
    """Return a chart of two distributions over one axis: one drawn upwards, the other downwards.

    Args:
        upper: the share in each bin, drawn upwards.
        lower: the share in each bin, drawn downwards.
        edges: the edges of the bins, one more than there are bins.
        ticks: the ticks of the axis.
        names: the names of the two distributions.
        hovers: the texts shown on hovering over the bins of the two distributions.
        colours: the theme's colours.
    """
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    # above and below the longest bars the names have a line of their own
    most = NAMES_ROOM * max([*upper, *lower], default=1.0)
    traces = [(upper, 1, colours.main, hovers[0]), (lower, -1, colours.quiet, hovers[1])]
    return {
        "data": [_bars(middles, *trace) for trace in traces],
        "layout": layout(
            280,
            barmode="relative",
            bargap=0.08,
            margin={"l": 0, "r": 8, "t": 8, "b": 44},
            xaxis=scale(ticks, colours),
            yaxis={
                "range": [-most, most],
                "showticklabels": False,
                "showgrid": False,
                "zeroline": True,
                "zerolinecolor": colours.ink,
                "fixedrange": True,
            },
            annotations=[
                corner(names[0], 1.0, "top", colours),
                corner(names[1], 0.0, "bottom", colours),
            ],
        ),
    }


def _bars(
    middles: Sequence[float], shares: Sequence[float], sign: int, colour: str, hover: Sequence[str]
) -> Figure:
    return {
        "type": "bar",
        "x": middles,
        "y": [sign * share for share in shares],
        "marker": {"color": colour},
        "hovertext": list(hover),
        "hovertemplate": HOVER,
    }


def path(
    marks: Sequence[tuple[float, Mark]],
    x: Ticks,
    y: Ticks,
    title: str,
    shaded: tuple[float, float, str],
    start: Rule,
    colours: Palette,
) -> Figure:
    """Return a chart of an effect over time, with its interval.

    Args:
        marks: the effect at each time, as (time, estimate).
        x: the ticks of the time axis.
        y: the ticks of the effect.
        title: the title of the vertical axis.
        shaded: the period (from, to, name) in which participants and comparison persons are alike
            by design.
        start: the line at the entry into the course.
        colours: the theme's colours.
    """
    return {
        "data": [_steps(marks, colours)],
        "layout": layout(
            340,
            margin={"l": 0, "r": 8, "t": 44, "b": 44},
            xaxis=scale(x, colours),
            yaxis={**scale(y, colours), "zeroline": True, "zerolinecolor": colours.ink},
            shapes=[band(shaded, colours), vertical(start, colours)],
            annotations=[
                above(start, colours),
                corner(title, 1.1, "bottom", colours),
                _name_of_band(shaded, colours),
            ],
        ),
    }


def _steps(marks: Sequence[tuple[float, Mark]], colours: Palette) -> Figure:
    found = [mark for _, mark in marks]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [when for when, _ in marks],
        "y": [mark.value for mark in found],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "color": colours.main,
            "thickness": 1.5,
            "array": [mark.high - (mark.value or 0) for mark in found],
            "arrayminus": [(mark.value or 0) - mark.low for mark in found],
        },
        "line": {"color": colours.main, "width": 1.5, "dash": "dot"},
        "marker": {"size": 9, "color": colours.main},
        "hovertext": [mark.hover for mark in found],
        "hovertemplate": HOVER,
    }


def _name_of_band(shaded: tuple[float, float, str], colours: Palette) -> Figure:
    return {
        "x": (shaded[0] + shaded[1]) / 2,
        "y": 0,
        "xref": "x",
        "yref": "paper",
        "yanchor": "bottom",
        "text": shaded[2],
        "showarrow": False,
        "font": {"size": 12, "color": colours.ink},
    }
