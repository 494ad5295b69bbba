"""A funnel plot of regions' net effects around their average, with limits of chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.evaluation.judgement.funnel_and_shrinkage import FAR, NEAR, Overdispersion
from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.net_impact.marks import Ticks, corner, scale

# Pixels that a name takes in the column beside a funnel, and those of the funnel's height; a letter
# of a name in shares of the width that a phone has for a funnel.
NAME_PIXELS, FUNNEL_PIXELS, LETTER_SHARE = 17, 322, 0.033


@dataclass(frozen=True)
class Spot:
    """A point of a funnel plot: a region's standard error, estimate and texts."""

    error: float
    value: float
    name: str
    hover: str
    is_outside: bool


@dataclass(frozen=True)
class Room:
    """Extent of a funnel plot: largest standard error, lowest and highest estimate shown."""

    last: float
    ends: tuple[float, float]


def room_of(spots: Sequence[Spot], centre: float) -> Room:
    """Return the extent that contains all points and the outer limits of chance."""
    last = max(spot.error for spot in spots) * 1.08
    _, far = limits_of_chance()
    values = [spot.value for spot in spots]
    return Room(last, (min(centre - far * last, *values), max(centre + far * last, *values)))


def funnel(
    spots: Sequence[Spot],
    centre: float,
    room: Room,
    x: Ticks,
    y: Ticks,
    words: tuple[str, str, str],
    colours: Palette,
) -> Figure:
    """Return a funnel plot: estimates by standard error, with limits of chance around the average.

    A point outside the outer limits is named and coloured: chance alone would place two points in a
    thousand there.

    Args:
        spots: the points.
        centre: the average.
        room: the extent, as `room_of` returns it.
        x: the ticks of the standard error.
        y: the ticks of the estimate.
        words: the title of the vertical axis, and the names of the two limits.
        colours: the theme's colours.
    """
    return {
        "data": [*_limits(centre, room.last, colours), _spots(spots, colours)],
        "layout": layout(
            400,
            margin={"l": 0, "r": 64, "t": 34, "b": 44},
            xaxis={**scale(x, colours), "range": [0, room.last]},
            yaxis={**scale(y, colours), "range": list(room.ends)},
            shapes=[_level(centre, room.last, colours)],
            annotations=[
                *_names(spots, centre, room, colours),
                corner(words[0], 1.02, "bottom", colours),
                *(
                    _name_of_limit(room.last, centre + reach * room.last, name, colours)
                    for reach, name in zip(limits_of_chance(), words[1:], strict=True)
                ),
            ],
        ),
    }


def _name_of_limit(x: float, y: float, text: str, colours: Palette) -> Figure:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "xshift": 4,
        "font": {"size": 12, "color": colours.ink},
    }


def limits_of_chance() -> tuple[float, float]:
    """Return how far the inner and the outer limit are from the average, in standard errors."""
    chance = Overdispersion()
    return chance.quantile(NEAR), chance.quantile(FAR)


def _level(value: float, last: float, colours: Palette) -> Figure:
    return {
        "type": "line",
        "xref": "x",
        "yref": "y",
        "x0": 0,
        "x1": last,
        "y0": value,
        "y1": value,
        "line": {"color": colours.ink, "width": 1},
    }


def _names(spots: Sequence[Spot], centre: float, room: Room, colours: Palette) -> list[Figure]:
    """Return the names of the regions outside the limits, each with a line to its point.

    Names beside points with similar errors would overlap. So the names stand in two columns: one
    for points above the average, one for points below it.
    """
    named = sorted((spot for spot in spots if spot.is_outside), key=lambda spot: -spot.value)
    step = NAME_PIXELS / FUNNEL_PIXELS * (room.ends[1] - room.ends[0])
    above = [spot for spot in named if spot.value >= centre]
    below = named[len(above) :]
    top = max([centre + step * len(above), *(spot.value for spot in above)])
    heights = [top - step * n for n in range(len(above))]
    heights += [centre - step * (n + 1) for n in range(len(below))]
    placed = list(zip(named, heights, strict=True))
    columns = [
        x
        for group in (placed[: len(above)], placed[len(above) :])
        for x in [_column(group, spots, room, step)] * len(group)
    ]
    return [
        {
            "x": spot.error,
            "y": spot.value,
            "ax": x,
            "ay": height,
            "axref": "x",
            "ayref": "y",
            "xanchor": "left",
            "text": spot.name,
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": colours.quiet,
            "standoff": 4,
            # the limits' lines stop at the words
            "bgcolor": colours.ground,
            "borderpad": 0,
            "font": {"size": 12, "color": colours.ink},
        }
        for (spot, height), x in zip(placed, columns, strict=True)
    ]


def _column(
    named: Sequence[tuple[Spot, float]], spots: Sequence[Spot], room: Room, step: float
) -> float:
    """Return the position on the horizontal axis at which a column of names begins.

    The column covers as few points of the plot as possible, and is near the points that it names.

    Args:
        named: the points that the column names, each with the height of its name.
        spots: all points of the plot.
        room: the extent of the plot.
        step: the height of one name.
    """
    widest = max((spot.error for spot, _ in named), default=0.0)
    near = min(widest + 0.1 * room.last, 0.6 * room.last)

    def covered(x: float) -> int:
        return sum(
            -0.02 <= (spot.error - x) / room.last <= LETTER_SHARE * len(one.name)
            and abs(spot.value - height) < step
            for one, height in named
            for spot in spots
        )

    return min((room.last * n / 20 for n in range(15)), key=lambda x: (covered(x), abs(x - near)))


def _spots(spots: Sequence[Spot], colours: Palette) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [s.error for s in spots],
        "y": [s.value for s in spots],
        "cliponaxis": False,
        "hovertext": [s.hover for s in spots],
        "hovertemplate": HOVER,
        "marker": {
            "size": 9,
            "color": [colours.accent if s.is_outside else colours.main for s in spots],
        },
    }


def _limits(centre: float, last: float, colours: Palette) -> list[Figure]:
    near, far = limits_of_chance()
    reaches = ((near, "dot"), (-near, "dot"), (far, "solid"), (-far, "solid"))
    return [_limit(centre, last, reach, dash, colours) for reach, dash in reaches]


def _limit(centre: float, last: float, reach: float, dash: str, colours: Palette) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [0, last],
        "y": [centre, centre + reach * last],
        "line": {"color": colours.quiet, "width": 1.2, "dash": dash},
        "hoverinfo": "skip",
    }
