"""Parts that charts of net effects share: rows with intervals, axes, lines, texts.

Texts are passed in the reader's language. The functions return parts of a chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.palette import Palette

TEXT = 13


@dataclass(frozen=True)
class Mark:
    """One row of a forest plot: an estimate with its interval, and the text beside it.

    Attributes:
        label: the name of the row.
        value: the estimate; `None` for a heading or a row without an estimate.
        low: the lower limit.
        high: the upper limit.
        text: the text at the right.
        hover: the text shown on hovering.
        is_loud: whether the row is highlighted.
        is_hollow: whether chance alone may explain the estimate.
        is_heading: whether the row is a heading, without an estimate.
        other: a second estimate of the same row, drawn small.
    """

    label: str
    value: float | None = None
    low: float = 0.0
    high: float = 0.0
    text: str = ""
    hover: str = ""
    is_loud: bool = False
    is_hollow: bool = False
    is_heading: bool = False
    other: float | None = None


@dataclass(frozen=True)
class Ticks:
    """The ticks of an axis (their positions and labels), and the axis's title."""

    values: tuple[float, ...]
    texts: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True)
class Rule:
    """A straight reference line across a chart, with its label."""

    at: float
    text: str = ""
    dash: str = "solid"


def rows_axis(marks: Sequence[Mark], colours: Palette) -> dict[str, Any]:
    """Return the vertical axis, with the name of each row."""
    return {
        "range": [len(marks) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "ticklabelstandoff": 6,
        "tickfont": {"size": TEXT, "color": colours.ink},
        "tickvals": list(range(len(marks))),
        "ticktext": [f"<b>{m.label}</b>" if m.is_heading or m.is_loud else m.label for m in marks],
    }


def scale(ticks: Ticks, colours: Palette) -> dict[str, Any]:
    """Return an axis, horizontal or vertical, with the given ticks."""
    title = {"text": ticks.title, "standoff": 8, "font": {"size": 12, "color": colours.ink}}
    return {
        "tickvals": list(ticks.values),
        "ticktext": list(ticks.texts),
        "gridcolor": colours.line,
        "showgrid": True,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "tickangle": 0,
        "tickfont": {"size": 12, "color": colours.ink},
        # Streamlit keeps room for a title, for an empty one too
        **({"title": title} if ticks.title else {}),
    }


def vertical(rule: Rule, colours: Palette) -> Figure:
    """Return a vertical line from top to bottom."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "x0": rule.at,
        "x1": rule.at,
        "line": {"color": colours.ink, "width": 1.2, "dash": rule.dash},
    }


def band(shaded: tuple[float, float, str], colours: Palette) -> Figure:
    """Return a shaded range of the horizontal axis; `shaded` is (from, to, name)."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": shaded[0],
        "x1": shaded[1],
        "y0": 0,
        "y1": 1,
        "fillcolor": colours.line,
        "opacity": 0.45,
        "line": {"width": 0},
        "layer": "below",
    }


def above(rule: Rule, colours: Palette) -> Figure:
    """Return the label above a vertical line."""
    return {
        "x": rule.at,
        "xref": "x",
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "text": rule.text,
        "showarrow": False,
        "font": {"size": 12, "color": colours.ink},
    }


def beside(place: int, mark: Mark, width: int, colours: Palette) -> Figure:
    """Return the text at the right end of a row.

    Args:
        place: the number of the row.
        mark: the row.
        width: the width in pixels that is kept for such texts.
        colours: the theme's colours.
    """
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "xshift": width,
        "y": place,
        "yref": "y",
        "yanchor": "middle",
        "text": f"<b>{mark.text}</b>" if mark.is_loud else mark.text,
        "showarrow": False,
        "align": "right",
        "font": {"size": TEXT, "color": colours.ink},
    }


def corner(text: str, y: float, anchor: str, colours: Palette) -> Figure:
    """Return a text at the left edge of a chart, at the height `y` (0 bottom, 1 top)."""
    return {
        "x": 0,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": anchor,
        "showarrow": False,
        "text": text,
        "font": {"size": 12, "color": colours.ink},
    }


def side_width(marks: Sequence[Mark]) -> int:
    """Return the width in pixels of the longest text at the right."""
    lines = [line for mark in marks for line in mark.text.split("<br>")]
    return round(14 + 7.4 * max(map(len, lines), default=0))
