"""The 21 regions as equal squares placed roughly as on the map: no region looks larger."""

from collections.abc import Sequence

from cruscotto.kpi.query.result import State
from cruscotto.kpi.wording.map_classes import bounds, class_of, classes, ink_on
from cruscotto.ui.figures.base import HOVER, Figure, hidden_axis, layout
from cruscotto.ui.figures.maps import Area
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.text.states import MARKS

# Column, row and short name of each region, from the north-west.
PLACES = {
    "ITH1": (2, 0, "BZ"),
    "ITC2": (0, 1, "VdA"),
    "ITC4": (1, 1, "Lom"),
    "ITH2": (2, 1, "TN"),
    "ITH3": (3, 1, "Ven"),
    "ITH4": (4, 1, "FVG"),
    "ITC1": (0, 2, "Pie"),
    "ITC3": (1, 2, "Lig"),
    "ITH5": (2, 2, "E-R"),
    "ITI1": (1, 3, "Tos"),
    "ITI2": (2, 3, "Umb"),
    "ITI3": (3, 3, "Mar"),
    "ITI4": (2, 4, "Laz"),
    "ITF1": (3, 4, "Abr"),
    "ITG2": (0, 5, "Sar"),
    "ITF3": (2, 5, "Cam"),
    "ITF2": (3, 5, "Mol"),
    "ITF5": (3, 6, "Bas"),
    "ITF4": (4, 6, "Pug"),
    "ITF6": (3, 7, "Cal"),
    "ITG1": (2, 8, "Sic"),
}
PIXELS = 56


def tiles(items: Sequence[Area], colours: Palette, middle: float | None = None) -> Figure:
    """Return a chart of equal squares, one per area, in the classes and colours of the map."""
    values = [i.value for i in items if i.value is not None and i.state is State.SHOWN]
    upper = bounds(values, middle) if values else []
    shades = classes(colours.blues, len(upper)) if upper else []
    drawn = [item for item in items if item.code in PLACES]
    grounds = [_ground(item, upper, shades, colours) for item in drawn]
    return {
        "data": [_squares(drawn, grounds, colours)],
        "layout": layout(
            PIXELS * 9 + 16,
            # as wide as high, or the squares of one row stand apart on a wide screen
            # (the domain gives way: a range once widened would stay so on a page that grows narrow)
            xaxis=hidden_axis(range=[-0.6, 4.6], scaleanchor="y", constrain="domain"),
            yaxis=hidden_axis(range=[8.6, -0.6]),
        ),
    }


def _squares(drawn: Sequence[Area], grounds: Sequence[str], colours: Palette) -> Figure:
    inks = [colours.ink if one == colours.missing else ink_on(one) for one in grounds]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [PLACES[item.code][0] for item in drawn],
        "y": [PLACES[item.code][1] for item in drawn],
        "customdata": [item.code for item in drawn],
        "text": [f"{PLACES[item.code][2]}<br><b>{_figure(item)}</b>" for item in drawn],
        "textfont": {"size": 12, "color": inks},
        "hovertext": [item.hover for item in drawn],
        "hovertemplate": HOVER,
        "cliponaxis": False,
        "marker": {
            "symbol": "square",
            "size": PIXELS - 2,
            "color": list(grounds),
            "opacity": 1,
            "line": {
                "color": [colours.accent if i.is_chosen else colours.ground for i in drawn],
                "width": [3 if item.is_chosen else 0 for item in drawn],
            },
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _figure(item: Area) -> str:
    if item.value is not None and item.state is State.SHOWN:
        return item.text
    return MARKS[item.state]


def _ground(item: Area, upper: Sequence[float], shades: Sequence[str], colours: Palette) -> str:
    if item.value is None or item.state is not State.SHOWN:
        return colours.missing
    return shades[class_of(item.value, upper)]
