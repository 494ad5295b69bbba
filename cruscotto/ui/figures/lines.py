"""Lines over time as plain dictionaries: the money's months, and the fan of what may come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cruscotto.i18n import Lang
from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.palette import Palette, pale

HEIGHT = 340
# Part of the height that keeps two names at the right edge from meeting.
APART = 0.07
# Signs of decimals and of thousands, as Plotly takes them.
SEPARATORS: dict[Lang, str] = {"it": ",.", "en": ".,"}


@dataclass(frozen=True)
class Series:
    """One line: its name, its points, the words of each point, its colour by role."""

    name: str
    days: tuple[date, ...]
    values: tuple[float, ...]
    hovers: tuple[str, ...]
    role: str = "main"
    dash: str = "solid"
    is_step: bool = False


@dataclass(frozen=True)
class Band:
    """An interval over time."""

    days: tuple[date, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def lines(
    items: Sequence[Series], colours: Palette, lang: Lang, band: Band | None = None
) -> Figure:
    """Draw lines with their names at the right end, an interval behind them."""
    drawn = [item for item in items if item.days]
    top = max([1.0, *(v for i in drawn for v in i.values), *(band.high if band else ())])
    bottom = min([0.0, *(v for i in drawn for v in i.values)])
    return {
        "data": [*(_band(band, colours) if band else []), *(_line(i, colours) for i in drawn)],
        "layout": layout(
            HEIGHT,
            margin={"l": 0, "r": 118, "t": 12, "b": 8},
            xaxis={
                "type": "date",
                "fixedrange": True,
                "showgrid": False,
                "title": {"text": ""},
                "tickfont": {"size": 12, "color": colours.ink},
                "nticks": 6,
                "tickformat": "%Y",
            },
            yaxis={
                "fixedrange": True,
                "showgrid": True,
                "gridcolor": colours.line,
                "title": {"text": ""},
                "zeroline": True,
                "zerolinecolor": colours.line,
                "tickfont": {"size": 12, "color": colours.ink},
                "automargin": True,
                "range": [bottom, top * 1.05],
                "tickformat": ",~f",
                "nticks": 5,
            },
            separators=SEPARATORS[lang],
            annotations=_names(drawn, top, colours),
        ),
    }


def _colour(role: str, colours: Palette) -> str:
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
            "color": _colour(item.role, colours),
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


def _names(items: Sequence[Series], top: float, colours: Palette) -> list[Figure]:
    """Write each name at its line's end, moved apart downwards where ends come close."""
    ends = sorted((i for i in items if i.name), key=lambda item: -item.values[-1])
    placed: list[float] = []
    for item in ends:
        height = item.values[-1] / top
        placed.append(min(height, placed[-1] - APART) if placed else height)
    return [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 6,
            "y": height * top,
            "yref": "y",
            "yanchor": "middle",
            "text": item.name,
            "showarrow": False,
            "align": "left",
            "font": {"size": 12, "color": _colour(item.role, colours)},
        }
        for item, height in zip(ends, placed, strict=True)
    ]
