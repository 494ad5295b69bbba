"""One bar that stands for 100 %, divided into parts with their names and figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.kpi.wording.map_classes import ink_on
from cruscotto.ui.figures.base import HOVER, Figure, hidden_axis, layout
from cruscotto.ui.figures.palette import Palette

HEIGHT = 118
# A part narrower than this has its figure in the key alone.
NARROW = 0.08


@dataclass(frozen=True)
class Part:
    """One part of the bar: its name, its figure as text, its share of the whole, its hover text."""

    name: str
    text: str
    share: float
    hover: str


def hundred(parts: Sequence[Part], colours: Palette) -> Figure:
    """Return a bar of up to three parts, from left to right.

    The third part, hatched, stands for what is unknown.
    """
    shades = (colours.main, colours.quiet, colours.missing)
    return {
        "data": [
            _part(part, shade, place == len(shades) - 1, colours)
            for place, (part, shade) in enumerate(zip(parts, shades, strict=False))
        ],
        "layout": layout(
            HEIGHT,
            barmode="stack",
            showlegend=True,
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1,
                "yanchor": "bottom",
                "traceorder": "normal",
                "itemclick": False,
                "itemdoubleclick": False,
                "bgcolor": "rgba(0,0,0,0)",
                "font": {"size": 13, "color": colours.ink},
            },
            margin={"l": 0, "r": 0, "t": 56, "b": 8},
            xaxis=hidden_axis(range=[0, 1]),
            yaxis=hidden_axis(),
        ),
    }


def _part(part: Part, shade: str, is_unknown: bool, colours: Palette) -> Figure:
    pattern = {
        "shape": "/",
        "fgcolor": colours.line,
        "bgcolor": shade,
        "size": 10,
        "solidity": 0.12,
    }
    return {
        "type": "bar",
        "orientation": "h",
        "name": part.name,
        "y": [0],
        "x": [part.share],
        "text": ["" if part.share < NARROW else part.text],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 14, "color": colours.ink if is_unknown else ink_on(shade)},
        "hovertext": [part.hover],
        "hovertemplate": HOVER,
        "marker": {"color": shade, **({"pattern": pattern} if is_unknown else {})},
    }
