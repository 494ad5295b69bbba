"""A waterfall in rows: the first figure, the parts of its change, the last figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.ui.figures.base import (
    HOVER,
    WRAPPED_PIXELS,
    Bar,
    Figure,
    column_width,
    figure_words,
    hidden_axis,
    layout,
    row_axis,
)
from cruscotto.ui.figures.palette import Palette

# Part of the reach that is left free on either side.
AIR = 0.06


@dataclass(frozen=True)
class Step:
    """One row of a waterfall: a bar from the end of the previous row to the end of this one.

    Attributes:
        start: where the bar begins; `None` for the first and the last figure, which are marks at
            `end`.
    """

    label: str
    start: float | None
    end: float
    text: str
    hover: str
    interval: tuple[float, float] | None = None


def waterfall(steps: Sequence[Step], colours: Palette) -> Figure:
    """Return a waterfall chart, from top to bottom; its scale need not begin at zero."""
    rows = [Bar(s.label, s.end, s.text, s.hover, highlight=s.start is None) for s in steps]
    ends = [end for s in steps for end in (s.start, s.end, *(s.interval or ())) if end is not None]
    low, high = min(ends), max(ends)
    air = AIR * ((high - low) or abs(high) or 1.0)
    return {
        "data": [_bars(steps, colours), _marks(steps, colours), *_whiskers(steps, colours)],
        "layout": layout(
            WRAPPED_PIXELS * len(steps) + 16,
            bargap=0.42,
            margin={"l": 0, "r": column_width(rows), "t": 8, "b": 8},
            xaxis=hidden_axis(range=[low - air, high + air]),
            yaxis=row_axis(rows, colours),
            shapes=_threads(steps, colours),
            annotations=[
                figure_words(n, row, column_width(rows), colours) for n, row in enumerate(rows)
            ],
        ),
    }


def _bars(steps: Sequence[Step], colours: Palette) -> Figure:
    moved = [(place, s) for place, s in enumerate(steps) if s.start is not None]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [place for place, _ in moved],
        "base": [s.start for _, s in moved],
        "x": [s.end - (s.start or 0.0) for _, s in moved],
        "hovertext": [s.hover for _, s in moved],
        "hovertemplate": HOVER,
        "marker": {
            "color": [
                colours.main if s.end >= (s.start or 0.0) else colours.accent for _, s in moved
            ]
        },
    }


def _marks(steps: Sequence[Step], colours: Palette) -> Figure:
    figures = [(place, s) for place, s in enumerate(steps) if s.start is None]
    return {
        "type": "scatter",
        "mode": "markers",
        "y": [place for place, _ in figures],
        "x": [s.end for _, s in figures],
        "hovertext": [s.hover for _, s in figures],
        "hovertemplate": HOVER,
        "marker": {"symbol": "diamond", "size": 13, "color": colours.ink},
    }


def _whiskers(steps: Sequence[Step], colours: Palette) -> list[Figure]:
    """Return the intervals of the parts that have an interval, drawn at the ends of their bars."""
    sure = [(place, s) for place, s in enumerate(steps) if s.interval]
    if not sure:
        return []
    ends = [s.interval or (s.end, s.end) for _, s in sure]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "y": [place for place, _ in sure],
            "x": [s.end for _, s in sure],
            "hoverinfo": "skip",
            "marker": {"opacity": 0},
            "error_x": {
                "type": "data",
                "symmetric": False,
                "color": colours.ink,
                "thickness": 1.5,
                "width": 4,
                "array": [high - s.end for (_, s), (_, high) in zip(sure, ends, strict=True)],
                "arrayminus": [s.end - low for (_, s), (low, _) in zip(sure, ends, strict=True)],
            },
        }
    ]


def _threads(steps: Sequence[Step], colours: Palette) -> list[Figure]:
    """Return dotted lines, each from the end of a row to the next row."""
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "y",
            "x0": step.end,
            "x1": step.end,
            "y0": place,
            "y1": place + 1,
            "line": {"color": colours.quiet, "width": 1, "dash": "dot"},
            "layer": "below",
        }
        for place, step in enumerate(steps[:-1])
    ]
