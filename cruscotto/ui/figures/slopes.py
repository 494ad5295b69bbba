"""A slope chart: figures of a few days as lines, with the first and the last figure written.

The scale need not begin at zero: from zero, a change between two editions would look flat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cruscotto.ui.figures.apart import apart
from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.lines import Series, colour_of
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.text import words

# Pixels: the least height, what lies above and below the drawing, a line of words, what parts two
# names, and the room of first figures and of names with last figures.
HEIGHT, TOP, FOOT, LINE, BETWEEN, FIRST, NAMES = 260, 16, 34, 15, 5, 84, 132
NAME_LETTERS = 16


@dataclass(frozen=True)
class Slope:
    """A line and the text of each of its points."""

    line: Series
    texts: tuple[str, ...]


def slopes(
    items: Sequence[Slope],
    days: Sequence[date],
    day_texts: Sequence[str],
    colours: Palette,
    least: float = 0.0,
) -> Figure:
    """Return a chart of the lines; their scale spans at least `least` and need not begin at zero.

    Args:
        items: the lines.
        days: the days of the horizontal axis, in order.
        day_texts: how the days are written.
        colours: the theme's colours.
        least: what the scale spans at least, so that a slight change does not cross the chart.
    """
    ends = _reach(items, least)
    names = [_name(item) for item in items]
    inner = max(HEIGHT - TOP - FOOT, sum(_height(name) for name in names))
    firsts = [item for item in items if item.line.days[0] == days[0] and len(item.texts) > 1]
    return {
        "data": [_line(item.line, colours) for item in items],
        "layout": layout(
            inner + TOP + FOOT,
            margin={"l": FIRST, "r": NAMES, "t": TOP, "b": FOOT},
            xaxis=_days(days, day_texts, colours),
            yaxis={"range": list(ends), "visible": False, "fixedrange": True},
            annotations=[
                *_column([(i.line, 0, i.texts[0]) for i in firsts], ends, inner, 0, colours),
                *_column(
                    [(i.line, -1, n) for i, n in zip(items, names, strict=True)],
                    ends,
                    inner,
                    1,
                    colours,
                ),
            ],
        ),
    }


def _reach(items: Sequence[Slope], least: float) -> tuple[float, float]:
    values = [value for item in items for value in item.line.values]
    low, high = min(values), max(values)
    spare = max(0.08 * (high - low), (least - (high - low)) / 2, 0.01 * abs(high)) or 1.0
    return low - spare, high + spare


def _name(item: Slope) -> str:
    return f"{words.wrapped(item.line.name, NAME_LETTERS)}<br><b>{item.texts[-1]}</b>"


def _height(text: str) -> int:
    return LINE * (1 + text.count("<br>")) + BETWEEN


def _days(days: Sequence[date], texts: Sequence[str], colours: Palette) -> Figure:
    return {
        "type": "date",
        "range": [str(days[0]), str(days[-1])],
        "tickvals": [str(day) for day in days],
        "ticktext": list(texts),
        "tickangle": 0,
        "ticks": "outside",
        "tickcolor": colours.line,
        "showgrid": True,
        "gridcolor": colours.line,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 12, "color": colours.ink},
    }


def _line(item: Series, colours: Palette) -> Figure:
    colour = colour_of(item.role, colours)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [str(day) for day in item.days],
        "y": list(item.values),
        "hovertext": list(item.hovers),
        "hovertemplate": HOVER,
        "cliponaxis": False,
        "line": {"color": colour, "width": 2.5, "dash": item.dash},
        "marker": {"size": 9, "color": colour, "opacity": 1},
    }


def _column(
    items: Sequence[tuple[Series, int, str]],
    ends: tuple[float, float],
    inner: float,
    edge: int,
    colours: Palette,
) -> list[Figure]:
    """Return the texts at one edge of the chart, moved apart where they would overlap.

    Args:
        items: a line, the index of its point at the edge, and the text to write there.
        ends: the two ends of the vertical scale.
        inner: the height of the drawing in pixels.
        edge: 0 for the left edge, 1 for the right edge.
        colours: the theme's colours.
    """
    ordered = sorted(items, key=lambda one: -one[0].values[one[1]])
    pixel = (ends[1] - ends[0]) / inner
    sizes = [_height(text) * pixel for _, _, text in ordered]
    wanted = [line.values[place] for line, place, _ in ordered]
    floor = ends[0] + (sizes[-1] / 2 if sizes else 0.0)
    return [
        {
            "x": edge,
            "xref": "paper",
            "xanchor": "left" if edge else "right",
            "xshift": 10 if edge else -10,
            "y": height,
            "yref": "y",
            "yanchor": "middle",
            "text": text,
            "showarrow": False,
            "align": "left" if edge else "right",
            "font": {"size": 12, "color": colour_of(line.role, colours)},
        }
        for (line, _, text), height in zip(ordered, apart(wanted, sizes, floor), strict=True)
    ]
