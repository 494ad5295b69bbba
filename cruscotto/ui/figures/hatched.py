"""Bars by year: the observed value, and above it, hatched, what is still expected."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.i18n import Lang
from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.lines import SEPARATORS
from cruscotto.ui.figures.palette import Palette

HEIGHT = 320


@dataclass(frozen=True)
class Column:
    """One year of the chart: the observed value, and the expected final value with its interval.

    A year without an expected value has only the bar of the observed value.
    """

    label: str
    observed: float
    expected: float | None
    interval: tuple[float, float] | None
    hover: str


def hatched(columns: Sequence[Column], colours: Palette, lang: Lang) -> Figure:
    """Return a chart with one column per year.

    The part still expected is hatched and stands above the observed value.
    """
    return {
        "data": [*_bars(columns, colours), *_whiskers(columns, colours)],
        "layout": layout(
            HEIGHT,
            barmode="stack",
            bargap=0.3,
            margin={"l": 0, "r": 8, "t": 12, "b": 8},
            separators=SEPARATORS[lang],
            xaxis={**_axis(colours), "type": "category", "showgrid": False},
            yaxis={
                **_axis(colours),
                "gridcolor": colours.line,
                "rangemode": "tozero",
                "automargin": True,
                "tickformat": ",~f",
                "nticks": 5,
            },
        ),
    }


def _axis(colours: Palette) -> Figure:
    font = {"size": 12, "color": colours.ink}
    return {"fixedrange": True, "tickfont": font}


def _bars(columns: Sequence[Column], colours: Palette) -> list[Figure]:
    """Return the bars of observed values, and the hatched bars of the part still expected."""
    shared = {
        "type": "bar",
        "x": [column.label for column in columns],
        "hovertext": [column.hover for column in columns],
        "hovertemplate": HOVER,
    }
    hatching = {
        "shape": "/",
        "fgcolor": colours.quiet,
        "bgcolor": colours.missing,
        "size": 6,
        "solidity": 0.25,
    }
    line = {"color": colours.quiet, "width": 1}
    to_come = [max(0.0, (c.expected or c.observed) - c.observed) for c in columns]
    return [
        {**shared, "y": [c.observed for c in columns], "marker": {"color": colours.main}},
        {
            **shared,
            "y": to_come,
            "marker": {"color": colours.missing, "line": line, "pattern": hatching},
        },
    ]


def _whiskers(columns: Sequence[Column], colours: Palette) -> list[Figure]:
    sure = [c for c in columns if c.interval and c.expected is not None]
    if not sure:
        return []
    ends = [(c.expected or 0.0, *(c.interval or (0.0, 0.0))) for c in sure]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [c.label for c in sure],
            "y": [value for value, _, _ in ends],
            "hoverinfo": "skip",
            "marker": {"opacity": 0},
            "error_y": {
                "type": "data",
                "symmetric": False,
                "color": colours.ink,
                "thickness": 1.5,
                "width": 4,
                "array": [high - value for value, _, high in ends],
                "arrayminus": [value - low for value, low, _ in ends],
            },
        }
    ]
