"""Bullet charts: stages of one amount as nested bars, each row on a scale of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.ui.figures import on_phone
from cruscotto.ui.figures.base import (
    HOVER,
    WRAPPED_PIXELS,
    Bar,
    Figure,
    column_width,
    figure_words,
    hidden_axis,
    layout,
    row_axis,
)
from cruscotto.ui.figures.on_phone import Track
from cruscotto.ui.figures.palette import Palette, pale

LEGEND_PIXELS = 28
# How thick the bar of each stage is, of the pitch of a row: the first holds the others.
THICKNESS = (0.72, 0.5, 0.3, 0.14)


@dataclass(frozen=True)
class Bullet:
    """One row of a bullet chart: its name, and each stage as a share of the first stage.

    The row has a text at its end and a text shown on hovering.
    """

    label: str
    shares: tuple[float | None, ...]
    text: str
    hover: str


def bullets(rows: Sequence[Bullet], stages: Sequence[str], colours: Palette) -> Figure:
    """Return a bullet chart with the rows in the order given; a colour key names the stages."""
    labelled = [Bar(row.label, None, row.text) for row in rows]
    width = column_width(labelled)
    top = max([1.0, *(share for row in rows for share in row.shares if share is not None)])
    shades = [pale(colours.main), _mixed(colours), colours.main, colours.ink]
    if len(stages) < len(shades):
        shades = [shades[0], *shades[2:]][: len(stages)]
    return {
        "data": [
            _stage(rows, place, name, shade)
            for place, (name, shade) in enumerate(zip(stages, shades, strict=True))
        ],
        "layout": layout(
            WRAPPED_PIXELS * len(rows) + LEGEND_PIXELS + 12,
            barmode="overlay",
            showlegend=True,
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1,
                "yanchor": "bottom",
                "itemclick": False,
                "itemdoubleclick": False,
                "bgcolor": "rgba(0,0,0,0)",
                "font": {"size": 13, "color": colours.ink},
            },
            margin={"l": 0, "r": width, "t": LEGEND_PIXELS, "b": 8},
            xaxis=hidden_axis(range=[0, top]),
            yaxis=row_axis(labelled, colours),
            annotations=[figure_words(n, i, width, colours) for n, i in enumerate(labelled)],
        ),
        on_phone.LIST: _list(rows, list(zip(stages, shades, strict=True)), top, colours),
    }


def _list(
    rows: Sequence[Bullet], key: Sequence[tuple[str, str]], top: float, colours: Palette
) -> str:
    """Return the rows as HTML for a phone, with the bars of a row drawn over one another.

    Args:
        rows: the rows.
        key: the name and the colour of each stage.
        top: the share at which a bar fills the width of the screen.
        colours: the theme's colours.
    """
    tracks = [
        Track(
            row.label,
            row.text.replace("<br>", " "),
            [
                ((share or 0.0) / top, colour)
                for share, (_, colour) in zip(row.shares, key, strict=False)
            ],
        )
        for row in rows
    ]
    return on_phone.html(tracks, key, on_phone.ground_of(colours))


def _mixed(colours: Palette) -> str:
    return pale(colours.main, 0.5)


def _stage(rows: Sequence[Bullet], place: int, name: str, shade: str) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": list(range(len(rows))),
        "x": [row.shares[place] or 0 for row in rows],
        "width": [THICKNESS[place]] * len(rows),
        "marker": {"color": shade},
        "hovertext": [row.hover for row in rows],
        "hovertemplate": HOVER,
    }
