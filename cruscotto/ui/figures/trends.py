"""Rates by year: each series is a line with its interval; a rate not shown leaves a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cruscotto.i18n import Lang
from cruscotto.kpi.query.result import State
from cruscotto.ui.figures.apart import apart
from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.dots import Ticks
from cruscotto.ui.figures.palette import Palette, pale
from cruscotto.ui.text import words
from cruscotto.ui.text.states import MARKS, legend

HEIGHT = 380
# Letters of a name in one line at the right edge, and the part of the height a name takes.
NAME_LETTERS, APART = 15, 0.15
NAME_PIXELS = 112
# Colour and dash of each line, in the order given.
LOOKS = (("main", "solid"), ("accent", "solid"), ("ink", "dash"), ("quiet", "dot"))


@dataclass(frozen=True)
class Mark:
    """One year of a series in the chart: its rate, its texts, its interval.

    Attributes:
        value: the rate, from 0 to 1; `None` where it is not shown.
        text: the text beside the point.
        hover: the text shown on hovering.
        interval: the interval of the rate.
        waiting: the share of the year's people whose outcome is not due yet, from 0 to 1.
        is_hidden: whether the rate exists but is hidden.
    """

    value: float | None
    text: str
    hover: str
    interval: tuple[float, float] | None = None
    waiting: float = 0.0
    is_hidden: bool = False


@dataclass(frozen=True)
class Trend:
    """One series of rates by year: its name and its marks."""

    title: str
    marks: tuple[Mark, ...]


def hidden_sign(items: Sequence[Trend], lang: Lang) -> str:
    """Return a text that explains the sign of hidden years; empty if no year is hidden."""
    is_there = any(mark.is_hidden for item in items for mark in item.marks)
    return legend([State.HIDDEN] * is_there, lang)


def reach(items: Sequence[Trend]) -> tuple[float, float]:
    """Return the lowest and the highest rate that the scale must include, ends of intervals too."""
    shown = [mark for item in items for mark in item.marks if mark.value is not None]
    ends = [end for mark in shown for end in (mark.interval or (mark.value, mark.value))]
    values = [float(end) for end in ends if end is not None]
    return (min(values), max(values)) if values else (0.0, 1.0)


def trends(items: Sequence[Trend], years: Sequence[str], colours: Palette, ticks: Ticks) -> Figure:
    """Return a chart of the series on one scale, which need not begin at zero.

    Years in which the outcome of some people is not due yet are hatched. A hidden year is a gap
    with a sign.
    """
    low, high = reach(items)
    spare = 0.08 * ((high - low) or 0.1)
    ends = (low - spare, high + spare)
    looks = [(_colour(role, colours), dash) for role, dash in LOOKS]
    pairs = list(zip(items, looks, strict=False))
    return {
        "data": [
            _waiting(items, years, ends, colours),
            *(trace for item, (colour, _) in pairs for trace in _ribbons(item, years, colour)),
            *(_line(item, years, colour, dash, colours) for item, (colour, dash) in pairs),
            _hidden(items, years, ends[0], colours),
        ],
        "layout": layout(
            HEIGHT,
            bargap=0,
            margin={"l": 0, "r": NAME_PIXELS, "t": 16, "b": 8},
            xaxis=_years(years, colours),
            yaxis=_scale(ends, ticks, colours),
            annotations=_names(pairs, ends),
        ),
    }


def _colour(role: str, colours: Palette) -> str:
    return str(getattr(colours, role))


def _years(years: Sequence[str], colours: Palette) -> Figure:
    return {
        "range": [-0.5, len(years) - 0.5],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 12, "color": colours.ink},
        "tickangle": 0,
        # the first year in full, the others short: twelve of them fit a phone
        "tickvals": list(range(len(years))),
        "ticktext": [*years[:1], *(f"’{year[-2:]}" for year in years[1:])],
    }


def _scale(ends: tuple[float, float], ticks: Ticks, colours: Palette) -> Figure:
    return {
        "range": list(ends),
        "tickvals": list(ticks.values),
        "ticktext": list(ticks.texts),
        "automargin": True,
        "showgrid": True,
        "gridcolor": colours.line,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"size": 12, "color": colours.ink},
    }


def _waiting(
    items: Sequence[Trend], years: Sequence[str], ends: tuple[float, float], colours: Palette
) -> Figure:
    """Return the hatching of the years in which the outcome of some people is not due yet."""
    places = [n for n in range(len(years)) if any(item.marks[n].waiting for item in items)]
    return {
        "type": "bar",
        "x": places,
        "y": [ends[1] - ends[0]] * len(places),
        "base": [ends[0]] * len(places),
        "hoverinfo": "skip",
        "marker": {
            "color": colours.missing,
            "opacity": 0.6,
            "pattern": {
                "shape": "/",
                "fgcolor": colours.quiet,
                "bgcolor": colours.missing,
                "size": 8,
                "solidity": 0.12,
            },
        },
    }


def _ribbons(item: Trend, years: Sequence[str], colour: str) -> list[Figure]:
    """Return the intervals as shaded bands; a year without an interval interrupts the band."""
    marks = list(enumerate(item.marks[: len(years)]))
    found = []
    for is_sure, run in groupby(marks, key=lambda pair: pair[1].interval is not None):
        if not is_sure:
            continue
        part = [(place, mark.interval or (0.0, 0.0)) for place, mark in run]
        places = [place for place, _ in part]
        found.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [*places, *reversed(places)],
                "y": [*(low for _, (low, _) in part), *(high for _, (_, high) in reversed(part))],
                "fill": "toself",
                "fillcolor": pale(colour),
                "line": {"width": 0, "color": colour},
                "hoverinfo": "skip",
            }
        )
    return found


def _line(item: Trend, years: Sequence[str], colour: str, dash: str, colours: Palette) -> Figure:
    marks = item.marks[: len(years)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(years))),
        "y": [mark.value for mark in marks],
        "connectgaps": False,
        "hovertext": [mark.hover for mark in marks],
        "hovertemplate": HOVER,
        "cliponaxis": False,
        "line": {"color": colour, "width": 2.5, "dash": dash},
        "marker": {
            "size": 8,
            # hollow while a part of the year's people is still to come
            "color": [colours.ground if mark.waiting else colour for mark in marks],
            "line": {"color": colour, "width": 2},
        },
    }


def _hidden(items: Sequence[Trend], years: Sequence[str], low: float, colours: Palette) -> Figure:
    """Return the sign of hidden figures, at the foot of each year with a hidden figure."""
    found = [
        (place, item.marks[place].hover)
        for item in items
        for place in range(len(years))
        if item.marks[place].is_hidden
    ]
    places = sorted({place for place, _ in found})
    return {
        "type": "scatter",
        "mode": "text",
        "x": places,
        "y": [low] * len(places),
        "text": [MARKS[State.HIDDEN]] * len(places),
        "textposition": "top center",
        "textfont": {"size": 18, "color": colours.ink},
        "hovertext": ["<br>".join(h for place, h in found if place == at) for at in places],
        "hovertemplate": HOVER,
    }


def _names(
    pairs: Sequence[tuple[Trend, tuple[str, str]]], ends: tuple[float, float]
) -> list[Figure]:
    """Return a label at the right edge for each line: its name and its last figure.

    Labels that would overlap are moved apart.
    """
    last = [(item, colour, _last(item)) for item, (colour, _) in pairs]
    known = [(item, colour, mark) for item, colour, mark in last if mark is not None]
    known.sort(key=lambda one: -(one[2].value or 0.0))
    wanted = [((mark.value or 0.0) - ends[0]) / (ends[1] - ends[0]) for _, _, mark in known]
    heights = apart(wanted, [APART] * len(known), APART / 2)
    return [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 6,
            "y": height,
            "yref": "paper",
            "yanchor": "middle",
            "text": f"{words.wrapped(item.title, NAME_LETTERS)}<br><b>{mark.text}</b>",
            "showarrow": False,
            "align": "left",
            "font": {"size": 12, "color": colour},
        }
        for (item, colour, mark), height in zip(known, heights, strict=True)
    ]


def _last(item: Trend) -> Mark | None:
    return next((mark for mark in reversed(item.marks) if mark.value is not None), None)
