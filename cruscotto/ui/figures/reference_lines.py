"""Reference lines across a chart, each with its label."""

from dataclasses import dataclass
from typing import Any

from cruscotto.ui.figures.palette import Palette

# Height of the label of a line, above or below the rows.
LABEL_PIXELS = 26


@dataclass(frozen=True)
class Line:
    """A reference line across the chart, such as the value of Italy, or a median."""

    value: float
    text: str
    dash: str = "solid"


def rule(line: Line, colours: Palette) -> dict[str, Any]:
    """Return a reference line across all rows."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "x0": line.value,
        "x1": line.value,
        "line": {"color": colours.ink, "width": 1.5, "dash": line.dash},
    }


def rule_words(place: int, line: Line, colours: Palette, ticks: bool = False) -> dict[str, Any]:
    """Return a reference line's label: above the rows for the first line, below for any other.

    Args:
        place: the line's number among the reference lines, from zero.
        line: the line.
        colours: the theme's colours.
        ticks: whether the scale has numbers below the rows; labels then stand below the numbers.
    """
    above = place == 0
    return {
        "x": line.value,
        "xref": "x",
        "yref": "paper",
        "y": 1 if above else 0,
        "yanchor": "bottom" if above else "top",
        "yshift": 0 if above else -LABEL_PIXELS * (place - 1 + ticks),
        "text": line.text,
        "showarrow": False,
        "font": {"size": 12, "color": colours.ink},
    }
