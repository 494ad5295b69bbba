"""Bar charts as plain dictionaries, which are cheap to build and send, and easy to test.

Texts are passed in the reader's language; the browser formats nothing. The functions return charts
or parts of charts, and `charts` draws them on a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cruscotto.ui.figures import on_phone
from cruscotto.ui.figures.on_phone import Track
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.figures.reference_lines import LABEL_PIXELS, Line, rule, rule_words

Figure = dict[str, Any]
CLEAR = "rgba(0,0,0,0)"
# Height of a bar with its gap: one line of words, or two; a few bars may be thicker too.
BAR_PIXELS = 26
WRAPPED_PIXELS = 42
FEW = 6
# Width of a digit in the column of figures.
LETTER_PIXELS = 7.4
HOVER = "%{hovertext}<extra></extra>"


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: its label, its value, the text at its end, the text shown on hovering.

    A highlighted bar is the one to look at first; a quiet one is there for comparison. A heading
    has no bar. A hatched bar stands for a figure that is not shown. The interval, if given, is
    drawn too.
    """

    label: str
    value: float | None
    text: str
    hover: str = ""
    highlight: bool = False
    is_quiet: bool = False
    is_heading: bool = False
    is_hatched: bool = False
    interval: tuple[float, float] | None = None
    # what a click on it chooses
    code: str = ""
    # a place on the way, marked across the bar
    mark: float | None = None


def layout(height: int, **more: Any) -> Figure:
    """Return the layout that all charts share: clear background, no legend, no dragging.

    Numbers below a chart stay upright: on a narrow screen Plotly would turn them on their side.
    """
    if "xaxis" in more:
        more["xaxis"] = {"tickangle": 0, **more["xaxis"]}
    return {
        "height": height,
        "margin": {"l": 0, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "hoverlabel": {"align": "left"},
        **more,
    }


def hidden_axis(**more: Any) -> Figure:
    """Return an axis without ticks or grid, for charts whose labels are enough."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showticklabels": False,
        "fixedrange": True,
        "ticks": "",
        **more,
    }


def bars(items: Sequence[Bar], colours: Palette, lines: Sequence[Line] = ()) -> Figure:
    """Return a chart of horizontal bars in the order given, with reference lines across them."""
    pitch = WRAPPED_PIXELS if len(items) <= FEW or _any_wrapped(items) else BAR_PIXELS
    above, below = LABEL_PIXELS * bool(lines), LABEL_PIXELS * max(0, len(lines) - 1)
    return {
        "data": [_bar_trace(items, colours, _reach(items, lines)[1]), *whiskers(items, colours)],
        "layout": layout(
            pitch * len(items) + 16 + above + below,
            bargap=0.34,
            margin={"l": 0, "r": column_width(items), "t": 8 + above, "b": 8 + below},
            xaxis=hidden_axis(range=_reach(items, lines)),
            yaxis=row_axis(items, colours),
            shapes=[rule(line, colours) for line in lines],
            annotations=[
                *(rule_words(n, line, colours) for n, line in enumerate(lines)),
                *(figure_words(n, i, column_width(items), colours) for n, i in enumerate(items)),
            ],
        ),
        **_list(items, colours, lines),
    }


def _list(items: Sequence[Bar], colours: Palette, lines: Sequence[Line]) -> Figure:
    """Return the bars as a list for a phone: the part of a chart that `charts.draw` takes out.

    The result is empty if labels and bars fit a narrow chart, if a bar is negative, or if a bar has
    an interval.
    """
    low, high = _reach(items, lines)
    is_wanted = on_phone.is_wanted([item.label for item in items], column_width(items))
    if not is_wanted or low < 0 or any(item.interval for item in items):
        return {}
    across = [(line.value / high, colours.ink) for line in lines]
    tracks = [
        Track(
            item.label,
            item.text,
            [((1.0 if item.is_hatched else (item.value or 0) / high), _bar_colour(item, colours))],
            [*across, *([] if item.mark is None else [(item.mark / high, colours.accent)])],
            item.is_heading,
            item.highlight,
        )
        for item in items
    ]
    key = [(line.text, colours.ink) for line in lines]
    return {on_phone.LIST: on_phone.html(tracks, key, on_phone.ground_of(colours))}


def row_axis(items: Sequence[Bar], colours: Palette) -> Figure:
    """Return the vertical axis of a chart in rows: a label per row, the first at the top."""
    return {
        "range": [len(items) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "ticklabelstandoff": 6,
        "tickfont": {"size": 13, "color": colours.ink},
        "tickvals": list(range(len(items))),
        "ticktext": [_bold(i.label) if _is_loud(i) else i.label for i in items],
    }


def _any_wrapped(items: Sequence[Bar]) -> bool:
    return any("<br>" in item.label for item in items)


def _bold(words: str) -> str:
    return f"<b>{words}</b>"


def _is_loud(item: Bar) -> bool:
    return item.highlight or item.is_heading


def column_width(items: Sequence[Bar]) -> int:
    """Return the width in pixels that the longest text at the right of the bars needs."""
    lines = [line for item in items for line in item.text.split("<br>")]
    return round(12 + LETTER_PIXELS * max(map(len, lines), default=0))


def figure_words(place: int, item: Bar, width: int, colours: Palette) -> Figure:
    """Return the text of a bar at the right edge of the chart, where all texts form a column.

    Args:
        place: the bar's row, counted from zero.
        item: the bar.
        width: the width of the column in pixels.
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
        "text": _bold(item.text) if item.highlight else item.text,
        "showarrow": False,
        "align": "right",
        "font": {"size": 13, "color": colours.ink},
    }


def _bar_trace(items: Sequence[Bar], colours: Palette, full: float) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(items))),
        "x": [full if item.is_hatched else item.value or 0 for item in items],
        **codes_of(items),
        "hovertext": [pointed(item.hover, item.label, item.text) for item in items],
        "hovertemplate": HOVER,
        "marker": {
            "color": [_bar_colour(item, colours) for item in items],
            **(hatching(items, colours) if any(i.is_hatched for i in items) else {}),
        },
        # a click filters through the address; the chart itself keeps no selection
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def pointed(hover: str, label: str, text: str) -> str:
    """Return the text shown on hovering: `hover` or, if it is empty, the label with its text."""
    return hover or (f"{label}: {text}" if text else label)


def codes_of(items: Sequence[Bar]) -> Figure:
    """Return the codes that a click on a row chooses, as a property of the rows' layer.

    The result is empty if no row has a code.
    """
    codes = [item.code for item in items]
    return {"customdata": codes} if any(codes) else {}


def hatching(items: Sequence[Bar], colours: Palette) -> Figure:
    """Return the hatching of the bars that stand for figures not shown."""
    return {
        "pattern": {
            "shape": ["/" if item.is_hatched else "" for item in items],
            "fgcolor": colours.quiet,
            "bgcolor": colours.missing,
            "size": 6,
            "solidity": 0.25,
        }
    }


def whiskers(items: Sequence[Bar], colours: Palette) -> list[Figure]:
    """Return a list with the layer that draws the intervals; empty if no value has an interval."""
    arms = [
        (place, item.value, item.interval)
        for place, item in enumerate(items)
        if item.value is not None and item.interval is not None
    ]
    if not arms:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "y": [place for place, _, _ in arms],
            "x": [value for _, value, _ in arms],
            "hoverinfo": "skip",
            "marker": {"opacity": 0},
            "error_x": {
                "type": "data",
                "symmetric": False,
                "color": colours.ink,
                "thickness": 1.5,
                "width": 4,
                "array": [ends[1] - value for _, value, ends in arms],
                "arrayminus": [value - ends[0] for _, value, ends in arms],
            },
        }
    ]


def _bar_colour(item: Bar, colours: Palette) -> str:
    if item.is_hatched:
        return colours.missing
    if item.highlight:
        return colours.accent
    return colours.quiet if item.is_quiet else colours.main


def _reach(items: Sequence[Bar], lines: Sequence[Line]) -> list[float]:
    values = [item.value for item in items if item.value is not None]
    values += [line.value for line in lines]
    values += [end for item in items if item.interval for end in item.interval]
    top, bottom = max([0.0, *values]), min([0.0, *values])
    return [bottom, top + 0.02 * ((top - bottom) or 1.0)]
