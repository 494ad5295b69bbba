"""The map of the 107 provinces, shaded by class, with the outlines of regions on top."""

from collections.abc import Sequence

from cruscotto.ui.figures import maps
from cruscotto.ui.figures.base import CLEAR, Figure
from cruscotto.ui.figures.maps import Area
from cruscotto.ui.figures.palette import Palette

GEOJSON = "app/static/province.geojson"


def areas(
    items: Sequence[Area],
    regions: Sequence[str],
    colours: Palette,
    legend: Sequence[str],
    title: str,
) -> Figure:
    """Return a map of the provinces with outlines of regions, without texts on the areas.

    Most provinces are too small for a text.

    Args:
        items: every province, in any order.
        regions: codes of the regions whose outlines are drawn.
        colours: the theme's colours.
        legend: the text of each class, from low to high.
        title: the text above the colour key.
    """
    figure = maps.areas(items, colours, legend, title)
    # the last trace writes figures on areas
    shaded = [{**trace, "geojson": GEOJSON} for trace in figure["data"][:-1]]
    return {**figure, "data": [*shaded, _outlines(regions, colours)]}


def _outlines(regions: Sequence[str], colours: Palette) -> Figure:
    return {
        "type": "choropleth",
        "geojson": maps.GEOJSON,
        "locations": list(regions),
        "z": [0] * len(regions),
        "colorscale": [[0, CLEAR], [1, CLEAR]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": {"color": colours.ink, "width": 1.2}},
    }
