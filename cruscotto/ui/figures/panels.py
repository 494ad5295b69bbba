"""Small multiples: the same few bars for each region, axis or rate, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.ui.figures.base import HOVER, Figure, hidden_axis, layout
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.text import words

# Letters of the titles of one row that a phone's width can hold.
LETTERS = 50


@dataclass(frozen=True)
class Panel:
    """One small multiple: a title, and a few bars with their texts.

    Attributes:
        title: what the panel is about.
        labels: names under the bars.
        values: heights; `None` where there is no figure.
        texts: texts above the bars.
        highlighted: positions of the bars to highlight; if there are any, the other bars are grey.
        is_chosen: whether the panel itself is highlighted.
    """

    title: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    highlighted: tuple[int, ...] = ()
    is_chosen: bool = False


def panels(items: Sequence[Panel], colours: Palette, columns: int = 3) -> Figure:
    """Return small multiples that share one scale, so that readers can compare heights."""
    rows = -(-len(items) // columns)
    top = max([v for item in items for v in item.values if v is not None] or [1.0])
    bottom = min([0.0, *(v for item in items for v in item.values if v is not None)])
    figure: Figure = {"data": [], "layout": layout(136 * rows, bargap=0.25, annotations=[])}
    for place, item in enumerate(items):
        column, row = place % columns, place // columns
        _add_panel(figure, item, place + 1, colours)
        width, height = 1 / columns, 1 / rows
        left, upper = column * width, 1 - row * height
        figure["layout"][f"xaxis{place + 1}"] = _panel_x(place + 1, left, width, colours)
        figure["layout"][f"yaxis{place + 1}"] = hidden_axis(
            domain=[upper - height * 0.78, upper - height * 0.16],
            range=[bottom, bottom + (top - bottom or 1) * 1.45],
            anchor=f"x{place + 1}",
        )
        figure["layout"]["annotations"].append(
            _panel_title(item, LETTERS // columns, left, upper, colours)
        )
    return figure


def _panel_x(number: int, left: float, width: float, colours: Palette) -> Figure:
    return {
        "domain": [left, left + width * 0.94],
        "anchor": f"y{number}",
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "type": "category",
        "tickangle": 0,
        "tickfont": {"size": 12, "color": colours.ink},
    }


def _panel_title(item: Panel, letters: int, left: float, upper: float, colours: Palette) -> Figure:
    title = words.label(words.cut(item.title, letters))
    return {
        "x": left,
        "y": upper,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "text": f"<b>{title}</b>",
        "font": {"size": 12, "color": colours.accent if item.is_chosen else colours.ink},
    }


def _add_panel(figure: Figure, item: Panel, number: int, colours: Palette) -> None:
    figure["data"].append(
        {
            "type": "bar",
            "x": list(item.labels),
            "y": [value or 0 for value in item.values],
            "text": list(item.texts),
            "textposition": "outside",
            "textfont": {"size": 12, "color": colours.ink},
            "cliponaxis": False,
            "hovertext": [
                f"{words.label(item.title)}, {label}: {text}"
                for label, text in zip(item.labels, item.texts, strict=True)
            ],
            "hovertemplate": HOVER,
            "marker": {"color": _panel_colours(item, colours)},
            "xaxis": f"x{number}",
            "yaxis": f"y{number}",
        }
    )


def _panel_colours(item: Panel, colours: Palette) -> list[str]:
    if item.is_chosen:
        return [colours.accent] * len(item.values)
    if not item.highlighted:
        return [colours.main] * len(item.values)
    return [
        colours.accent if place in item.highlighted else colours.quiet
        for place in range(len(item.values))
    ]
