"""Line charts over time as plain dictionaries: monthly money, and the fan of a forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cruscotto.i18n import Lang
from cruscotto.ui.figures.apart import apart
from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.palette import Palette, pale

HEIGHT = 340
# Part of the height that keeps two names at the right edge from meeting.
APART = 0.07
# Room of the names at the right edge: at most this, of letters that take so much each.
MOST_EDGE, LETTER_PIXELS = 118.0, 7.0
# A line that ends this part of the time before the others has its name where it ends.
EARLY = 0.1
# Signs of decimals and of thousands, as Plotly takes them.
SEPARATORS: dict[Lang, str] = {"it": ",.", "en": ".,"}


@dataclass(frozen=True)
class Series:
    """One line of a chart: name, points, texts of the points, role (sets the colour) and dash."""

    name: str
    days: tuple[date, ...]
    values: tuple[float, ...]
    hovers: tuple[str, ...]
    role: str = "main"
    dash: str = "solid"
    is_step: bool = False


@dataclass(frozen=True)
class Moment:
    """A day marked on a chart, with a short text above it."""

    day: date
    text: str


@dataclass(frozen=True)
class Band:
    """An interval over time: a list of days, with the lower and upper end at each day."""

    days: tuple[date, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def lines(
    items: Sequence[Series],
    colours: Palette,
    lang: Lang,
    band: Band | None = None,
    moment: Moment | None = None,
) -> Figure:
    """Return a chart of lines over time, each named at its end; lines without points are left out.

    `band`, if given, is shaded; `moment`, if given, is marked by an upright line with its text.
    """
    drawn = [item for item in items if item.days]
    top = max([1.0, *(v for i in drawn for v in i.values), *(band.high if band else ())])
    bottom = min([0.0, *(v for i in drawn for v in i.values)])
    return {
        "data": [*(_band(band, colours) if band else []), *(_line(i, colours) for i in drawn)],
        "layout": layout(
            HEIGHT,
            margin={"l": 0, "r": _edge(drawn), "t": 24 if moment else 12, "b": 8},
            xaxis=_years(colours),
            yaxis=_amounts(bottom, top * 1.05, colours),
            separators=SEPARATORS[lang],
            annotations=[
                *_names(drawn, bottom, top, colours),
                *([_moment_words(moment, colours)] if moment else []),
            ],
            shapes=[_upright(moment, colours)] if moment else [],
        ),
    }


def _years(colours: Palette) -> Figure:
    return {
        "type": "date",
        "fixedrange": True,
        "showgrid": False,
        "tickfont": {"size": 12, "color": colours.ink},
        "nticks": 6,
        "tickformat": "%Y",
    }


def _amounts(bottom: float, top: float, colours: Palette) -> Figure:
    return {
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": colours.line,
        "zeroline": True,
        "zerolinecolor": colours.line,
        "tickfont": {"size": 12, "color": colours.ink},
        "automargin": True,
        "range": [bottom, top],
        "tickformat": ",~f",
        "nticks": 5,
    }


def _upright(moment: Moment, colours: Palette) -> Figure:
    return {
        "type": "line",
        "x0": str(moment.day),
        "x1": str(moment.day),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.ink, "width": 1, "dash": "dash"},
    }


def _moment_words(moment: Moment, colours: Palette) -> Figure:
    return {
        "x": str(moment.day),
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "text": moment.text,
        "showarrow": False,
        "font": {"size": 12, "color": colours.ink},
    }


def colour_of(role: str, colours: Palette) -> str:
    """Return the colour of a role; a role without a colour of its own has the main one."""
    return {"accent": colours.accent, "quiet": colours.quiet, "ink": colours.ink}.get(
        role, colours.main
    )


def _line(item: Series, colours: Palette) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines" if len(item.days) > 1 else "markers",
        "x": [str(day) for day in item.days],
        "y": list(item.values),
        "hovertext": list(item.hovers),
        "hovertemplate": HOVER,
        "line": {
            "color": colour_of(item.role, colours),
            "width": 2.5,
            "dash": item.dash,
            "shape": "hv" if item.is_step else "linear",
        },
    }


def _band(band: Band, colours: Palette) -> list[Figure]:
    shared = {
        "type": "scatter",
        "mode": "lines",
        "x": [str(day) for day in band.days],
        "line": {"width": 0, "color": colours.main},
        "hoverinfo": "skip",
    }
    return [
        {**shared, "y": list(band.low)},
        {**shared, "y": list(band.high), "fill": "tonexty", "fillcolor": pale(colours.main)},
    ]


def _names(items: Sequence[Series], bottom: float, top: float, colours: Palette) -> list[Figure]:
    """Return the name of each line, placed at the line's end.

    At the right edge, names too close to one another are moved apart. If a line ends earlier, its
    name stands above its last point, since at the edge there is no line to name.
    """
    named = [item for item in items if item.name]
    early = [item for item in named if _ends_early(item, items)]
    at_edge = sorted((i for i in named if i not in early), key=lambda item: -item.values[-1])
    sizes = [APART * (top - bottom)] * len(at_edge)
    heights = apart([item.values[-1] for item in at_edge], sizes, bottom)
    edge = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "yanchor": "middle"}
    return [
        *(
            {**edge, "y": height, **_name(item, colours)}
            for item, height in zip(at_edge, heights, strict=True)
        ),
        *(
            {"x": str(item.days[-1]), "xanchor": "right", "yanchor": "bottom", "yshift": 4}
            | {"y": item.values[-1], **_name(item, colours)}
            for item in early
        ),
    ]


def _edge(items: Sequence[Series]) -> float:
    """Return the width in pixels to leave for names at the right edge, limited to suit a phone."""
    words = [len(item.name) for item in items if not _ends_early(item, items)]
    return min(MOST_EDGE, 16 + LETTER_PIXELS * max(words, default=0))


def _ends_early(item: Series, items: Sequence[Series]) -> bool:
    first = min(one.days[0] for one in items)
    last = max(one.days[-1] for one in items)
    return (last - item.days[-1]).days > EARLY * (last - first).days


def _name(item: Series, colours: Palette) -> Figure:
    return {
        "yref": "y",
        "text": item.name,
        "showarrow": False,
        "align": "left",
        "font": {"size": 12, "color": colour_of(item.role, colours)},
    }
