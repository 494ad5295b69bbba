"""Charts of net effects with one row for each estimate, outcome or characteristic."""

from collections.abc import Sequence
from itertools import pairwise

from cruscotto.ui.figures.base import BAR_PIXELS, HOVER, WRAPPED_PIXELS, Figure, layout, pointed
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.net_impact.marks import (
    Mark,
    Rule,
    Ticks,
    above,
    beside,
    rows_axis,
    scale,
    side_width,
    vertical,
)

ROW_PIXELS, TWO_LINES_PIXELS = 30, 36


def forest(
    marks: Sequence[Mark], ticks: Ticks, colours: Palette, rules: Sequence[Rule] = ()
) -> Figure:
    """Return a forest plot: estimates with their intervals, one below the other.

    The lines in `rules` are drawn across all rows.
    """
    room = 26 * any(rule.text for rule in rules)
    is_wrapped = ["<br>" in mark.label for mark in marks]
    # names of two lines under one another need more room than one between single lines
    pitch = TWO_LINES_PIXELS if any(map(all, pairwise(is_wrapped))) else ROW_PIXELS
    return {
        "data": [*_intervals(marks, colours), _others(marks, colours), _points(marks, colours)],
        "layout": layout(
            pitch * len(marks) + 56 + room,
            margin={"l": 0, "r": side_width(marks), "t": 8 + room, "b": 36},
            xaxis=scale(ticks, colours),
            yaxis=rows_axis(marks, colours),
            shapes=[vertical(rule, colours) for rule in rules],
            annotations=[
                *(above(rule, colours) for rule in rules if rule.text),
                *(beside(n, mark, side_width(marks), colours) for n, mark in enumerate(marks)),
            ],
        ),
    }


def with_and_without(
    bars: Sequence[Mark],
    net: Mark,
    base: float,
    ends: tuple[float, float],
    ticks: Ticks,
    colours: Palette,
) -> Figure:
    """Return a bar chart of the outcome with the course, without the course, and the difference.

    Args:
        bars: the outcome with the course, then without the course.
        net: the difference.
        base: the outcome without the course, where the bar of the difference begins.
        ends: the two ends of the axis.
        ticks: the ticks of the axis.
        colours: the theme's colours.
    """
    rows = [*bars, net]
    fills = [colours.main, colours.quiet, colours.accent if net.is_loud else colours.quiet]
    lengths = [bar.value or 0.0 for bar in bars] + [net.value or 0.0]
    figure: Figure = {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": list(range(len(rows))),
                "x": lengths,
                "base": [*(0.0 for _ in bars), base],
                "marker": {"color": fills},
                "hovertext": [pointed(row.hover, row.label, row.text) for row in rows],
                "hovertemplate": HOVER,
            },
            _whisker(1, bars[1].low, bars[1].high, colours),
            _whisker(len(bars), base + net.low, base + net.high, colours),
        ],
        "layout": layout(
            52 * len(rows) + 44,
            bargap=0.42,
            margin={"l": 0, "r": side_width(rows), "t": 8, "b": 32},
            xaxis={**scale(ticks, colours), "range": list(ends)},
            yaxis=rows_axis(rows, colours),
            shapes=[vertical(Rule(base, dash="dot"), colours)],
            annotations=[beside(p, row, side_width(rows), colours) for p, row in enumerate(rows)],
        ),
    }
    return figure


def before_and_after(
    labels: Sequence[str],
    before: Sequence[float],
    after: Sequence[float],
    ticks: Ticks,
    line: float,
    hovers: tuple[Sequence[str], Sequence[str]],
    colours: Palette,
) -> Figure:
    """Return a chart of how two groups differ in characteristics, before and after weighting.

    Args:
        labels: the name of each characteristic.
        before: the standardised difference of each characteristic before weighting.
        after: the standardised difference of each characteristic after weighting.
        ticks: the ticks of the axis.
        line: the size of a difference at which dotted lines stand, on either side of zero.
        hovers: the texts shown on hovering, before and after weighting.
        colours: the theme's colours.
    """
    rows = list(range(len(labels)))
    pitch = WRAPPED_PIXELS if any("<br>" in label for label in labels) else BAR_PIXELS
    return {
        "data": [
            _dots(before, rows, hovers[0], colours.quiet, "circle-open"),
            _dots(after, rows, hovers[1], colours.main, "circle"),
        ],
        "layout": layout(
            pitch * len(rows) + 60,
            margin={"l": 0, "r": 8, "t": 8, "b": 44},
            xaxis=scale(ticks, colours),
            yaxis=rows_axis([Mark(label) for label in labels], colours),
            shapes=[
                vertical(Rule(at, dash=dash), colours)
                for at, dash in ((-line, "dot"), (0.0, "solid"), (line, "dot"))
            ],
        ),
    }


def _dots(
    values: Sequence[float], rows: Sequence[int], hover: Sequence[str], colour: str, symbol: str
) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(values),
        "y": list(rows),
        "marker": {"size": 10, "symbol": symbol, "color": colour, "line": {"width": 2}},
        "hovertext": list(hover),
        "hovertemplate": HOVER,
    }


def _intervals(marks: Sequence[Mark], colours: Palette) -> list[Figure]:
    return [
        _whisker(place, mark.low, mark.high, colours)
        for place, mark in enumerate(marks)
        if mark.value is not None
    ]


def _whisker(place: float, low: float, high: float, colours: Palette) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [low, high],
        "y": [place, place],
        "line": {"color": colours.ink, "width": 1.6},
        "hoverinfo": "skip",
    }


def _others(marks: Sequence[Mark], colours: Palette) -> Figure:
    rows = [(place, mark.other) for place, mark in enumerate(marks) if mark.other is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value for _, value in rows],
        "y": [place for place, _ in rows],
        "hoverinfo": "skip",
        "marker": {
            "size": 7,
            "symbol": "line-ns-open",
            "color": colours.quiet,
            "line": {"width": 2},
        },
    }


def _points(marks: Sequence[Mark], colours: Palette) -> Figure:
    rows = [(place, mark) for place, mark in enumerate(marks) if mark.value is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.value for _, mark in rows],
        "y": [place for place, _ in rows],
        "hovertemplate": HOVER,
        "hovertext": [pointed(mark.hover, mark.label, mark.text) for _, mark in rows],
        "marker": {
            "size": [12 if mark.is_loud else 9 for _, mark in rows],
            "symbol": ["circle-open" if mark.is_hollow else "circle" for _, mark in rows],
            "color": [colours.accent if mark.is_loud else colours.main for _, mark in rows],
            "line": {"width": 2},
            "opacity": 1,
        },
    }
