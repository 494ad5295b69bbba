"""The map of the 21 regions and autonomous provinces, shaded by class, hidden figures marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.kpi.query.result import State
from cruscotto.kpi.wording.map_classes import bounds, class_of, classes, ink_on
from cruscotto.ui.figures.base import CLEAR, HOVER, Figure, layout
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.text.states import MARKS

GEOJSON = "app/static/regioni.geojson"
TOPOJSON = "app/static/topo/"
# Liguria is an arc thinner than a figure: its figure is written in the gulf, clear of the coast.
AT_SEA = {"ITC3": (8.95, 44.04)}


@dataclass(frozen=True)
class Area:
    """One area of a map: its code, its figure and the figure's state.

    The area has a text written on it and a text shown on hovering.
    """

    code: str
    value: float | None
    state: State
    text: str
    hover: str
    is_chosen: bool = False


def areas(
    items: Sequence[Area],
    colours: Palette,
    legend: Sequence[str],
    title: str,
    middle: float | None = None,
) -> Figure:
    """Return a map shaded by class; areas without a figure are grey, hidden figures are marked.

    Args:
        items: every area, in any order.
        colours: the theme's colours.
        legend: the text of each class, from low to high.
        title: the text above the colour key.
        middle: the value on which the classes centre, such as Italy's.
    """
    shown = [item for item in items if item.value is not None and item.state == State.SHOWN]
    values = [item.value for item in shown if item.value is not None]
    upper = bounds(values, middle) if shown else []
    shades = classes(colours.blues, len(upper))
    # the chosen area is drawn last, so that its outline is whole
    others = [item for item in items if item not in shown]
    shown = sorted(shown, key=lambda item: item.is_chosen)
    figure: Figure = {"data": [], "layout": _layout()}
    if others:
        figure["data"].append(_grey(others, colours))
    if shown:
        figure["data"].append(_shaded(shown, upper, shades, legend, title, colours))
    figure["data"].append(
        _words([i for i in items if i.code not in AT_SEA], upper, shades, colours)
    )
    if at_sea := [item for item in items if item.code in AT_SEA]:
        figure["data"].append(_words_at_sea(at_sea, colours))
    return figure


def _layout() -> Figure:
    return layout(
        480,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        geo={
            "visible": False,
            "bgcolor": CLEAR,
            "projection": {"type": "mercator"},
            # Italy from Lampedusa to the Brenner: fitted bounds would leave a wide border
            "lonaxis": {"range": [6.4, 18.7]},
            "lataxis": {"range": [35.3, 47.5]},
        },
    )


def _base(items: Sequence[Area], colours: Palette) -> Figure:
    return {
        "type": "choropleth",
        "geojson": GEOJSON,
        "locations": [item.code for item in items],
        "hovertext": [item.hover for item in items],
        "hovertemplate": HOVER,
        "marker": {
            "line": {
                "color": [colours.accent if i.is_chosen else colours.ground for i in items],
                "width": [3 if item.is_chosen else 0.8 for item in items],
            }
        },
        # a click chooses an area through the address; the chart itself keeps no selection
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _grey(items: Sequence[Area], colours: Palette) -> Figure:
    scale = [[0, colours.missing], [1, colours.missing]]
    return {**_base(items, colours), "z": [0] * len(items), "colorscale": scale, "showscale": False}


def _shaded(
    items: Sequence[Area],
    upper: Sequence[float],
    shades: Sequence[str],
    legend: Sequence[str],
    title: str,
    colours: Palette,
) -> Figure:
    count = len(shades)
    scale = [[edge / count, shade] for n, shade in enumerate(shades) for edge in (n, n + 1)]
    return {
        **_base(items, colours),
        "z": [class_of(item.value or 0.0, upper) for item in items],
        "zmin": -0.5,
        "zmax": count - 0.5,
        "colorscale": scale,
        "colorbar": {
            "title": {"text": title, "side": "top", "font": {"color": colours.ink}},
            "tickfont": {"size": 12, "color": colours.ink},
            "tickvals": list(range(count)),
            "ticktext": list(legend),
            "len": 0.34,
            "y": 1,
            "yanchor": "top",
            "x": 1,
            "xanchor": "right",
            "thickness": 14,
            "outlinewidth": 0,
            "ticks": "",
        },
    }


def _words(
    items: Sequence[Area], upper: Sequence[float], shades: Sequence[str], colours: Palette
) -> Figure:
    """Return the figure written on each area, in black or white to suit the shade."""
    return {
        "type": "scattergeo",
        "geojson": GEOJSON,
        "locations": [item.code for item in items],
        "mode": "text",
        "text": [_mark(item) for item in items],
        "textfont": {"size": 12, "color": [_ink(i, upper, shades, colours) for i in items]},
        "hoverinfo": "skip",
    }


def _words_at_sea(items: Sequence[Area], colours: Palette) -> Figure:
    """Return the figure of each area that has no room for one, written on the sea beside it."""
    return {
        "type": "scattergeo",
        "lon": [AT_SEA[item.code][0] for item in items],
        "lat": [AT_SEA[item.code][1] for item in items],
        "mode": "text",
        "text": [_mark(item) for item in items],
        "textfont": {"size": 12, "color": colours.ink},
        "hoverinfo": "skip",
    }


def _mark(item: Area) -> str:
    if item.state in (State.HIDDEN, State.IMMATURE):
        return MARKS[item.state]
    return item.text if item.value is not None else ""


def _ink(item: Area, upper: Sequence[float], shades: Sequence[str], colours: Palette) -> str:
    if item.value is None or not upper:
        return colours.ink
    return ink_on(shades[class_of(item.value, upper)])
