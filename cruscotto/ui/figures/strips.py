"""Rates over years, one strip above the other: dots with intervals, hatched where time is short."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.text import words

STRIP_PIXELS = 190
# Of a strip's height, what the title takes above and the years below.
HEAD, FOOT = 0.24, 0.2


@dataclass(frozen=True)
class Mark:
    """One cohort: its rate, the words on it, its interval.

    Attributes:
        value: the rate, from 0 to 1; `None` where it is not shown.
        text: what is written above it; where there is no figure, the word of its state.
        hover: its text.
        interval: how sure the rate is.
        waiting: the part of the cohort that is not mature, from 0 to 1; the dot is hollow.
        is_hidden: there is a rate, and it is not shown.
    """

    value: float | None
    text: str
    hover: str
    interval: tuple[float, float] | None = None
    waiting: float = 0.0
    is_hidden: bool = False


@dataclass(frozen=True)
class Strip:
    """One series along the years."""

    title: str
    marks: tuple[Mark, ...]


def strips(items: Sequence[Strip], years: Sequence[str], colours: Palette) -> Figure:
    """Draw the series one above the other, from 0 to 100 %, on the same years."""
    figure: Figure = {
        "data": [],
        "layout": layout(STRIP_PIXELS * len(items), barmode="overlay", bargap=0.2, annotations=[]),
    }
    for place, item in enumerate(items):
        number = place + 1
        upper = 1 - place / len(items)
        height = 1 / len(items)
        figure["data"] += [
            _waiting(item, years, number, colours),
            _dots(item, years, number, colours),
        ]
        figure["layout"][f"xaxis{number}"] = _years(years, number, colours)
        figure["layout"][f"yaxis{number}"] = _share(upper, height, number, colours)
        figure["layout"]["annotations"] += [
            _title(item, upper, colours),
            *_words(item, number, colours),
        ]
    return figure


def _years(years: Sequence[str], number: int, colours: Palette) -> Figure:
    return {
        "anchor": f"y{number}",
        "type": "category",
        "categoryarray": list(years),
        "categoryorder": "array",
        "range": [-0.6, len(years) - 0.4],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 11, "color": colours.ink},
        "title": {"text": ""},
        "tickangle": 0,
        # the first year in full, the others short: twelve of them fit a phone
        "tickvals": list(range(len(years))),
        "ticktext": [*years[:1], *(f"’{year[-2:]}" for year in years[1:])],
    }


def _share(upper: float, height: float, number: int, colours: Palette) -> Figure:
    return {
        "anchor": f"x{number}",
        "domain": [upper - height * (1 - FOOT), upper - height * HEAD],
        "range": [0, 1.08],
        "tickvals": [0, 0.5, 1],
        "ticktext": ["0", "50", "100 %"],
        "showgrid": True,
        "gridcolor": colours.line,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"size": 11, "color": colours.ink},
        "title": {"text": ""},
    }


def _title(item: Strip, upper: float, colours: Palette) -> Figure:
    return {
        "x": 0,
        "y": upper,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "text": f"<b>{words.label(item.title)}</b>",
        "font": {"size": 13, "color": colours.ink},
    }


def _waiting(item: Strip, years: Sequence[str], number: int, colours: Palette) -> Figure:
    """Hatch as much of each year as there are people whose time has not come; grey the hidden."""
    heights = [1.0 if mark.is_hidden else mark.waiting for mark in item.marks]
    return {
        "type": "bar",
        "x": list(years),
        "y": heights,
        "xaxis": f"x{number}",
        "yaxis": f"y{number}",
        "hovertemplate": HOVER,
        "hovertext": [mark.hover for mark in item.marks],
        "marker": {
            "color": colours.missing,
            "pattern": {
                "shape": ["" if mark.is_hidden else "/" for mark in item.marks],
                "fgcolor": colours.quiet,
                "bgcolor": colours.missing,
                "size": 6,
                "solidity": 0.25,
            },
        },
    }


def _words(item: Strip, number: int, colours: Palette) -> list[Figure]:
    """Write why a year has no figure, along the height of its bar."""
    return [
        {
            # by its place: a year is a name here, and a number would be read as a place
            "x": place,
            "y": 0.5,
            "xref": f"x{number}",
            "yref": f"y{number}",
            "text": mark.text,
            "textangle": -90,
            "showarrow": False,
            "bgcolor": colours.ground,
            "borderpad": 1,
            "font": {"size": 11, "color": colours.ink},
        }
        for place, mark in enumerate(item.marks)
        if mark.value is None and mark.text
    ]


def _dots(item: Strip, years: Sequence[str], number: int, colours: Palette) -> Figure:
    shown = [(year, m) for year, m in zip(years, item.marks, strict=True) if m.value is not None]
    marks = [mark for _, mark in shown]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [year for year, _ in shown],
        "y": [mark.value for mark in marks],
        "text": [mark.text for mark in marks],
        "textposition": "top center",
        "textfont": {"size": 11, "color": colours.ink},
        "cliponaxis": False,
        "xaxis": f"x{number}",
        "yaxis": f"y{number}",
        "hovertext": [mark.hover for mark in marks],
        "hovertemplate": HOVER,
        "error_y": _arms(marks, colours),
        "marker": {
            "size": 9,
            "color": [colours.ground if mark.waiting else colours.main for mark in marks],
            "line": {"color": colours.main, "width": 2},
        },
    }


def _arms(marks: Sequence[Mark], colours: Palette) -> Figure:
    arms: list[tuple[float | None, float | None]] = [
        (None, None)
        if mark.interval is None or mark.value is None
        else (mark.value - mark.interval[0], mark.interval[1] - mark.value)
        for mark in marks
    ]
    return {
        "type": "data",
        "symmetric": False,
        "array": [above for _, above in arms],
        "arrayminus": [below for below, _ in arms],
        "color": colours.ink,
        "thickness": 1.5,
        "width": 3,
    }
