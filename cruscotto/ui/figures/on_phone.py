"""Bars as a list for a phone: the name above, the bar across the screen, the figure beside it.

A chart's words do not break by the width of the screen: names beside long figures leave a narrow
one no room for bars and are cut at its edges. So both are sent where that happens, and the width of
the screen decides which one is there (`look.css`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.ui.figures.palette import Palette, pale

# Where a figure carries its list; `charts.draw` takes it out.
LIST = "on_phone"
# Pixels that a narrow screen has for names and figures, and those that a letter of a name takes.
ROOM, LETTER_PIXELS = 262, 6.8

Parts = Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Track:
    """One row of the list.

    Attributes:
        label: its name; words of a chart, escaped for it already.
        text: its figure.
        parts: bars over one another from the left, each a share of the width with its colour.
        marks: places marked across the bar, each a share of the width with its colour.
        is_heading: whether it has no bar and heads those that follow.
        is_loud: whether it is the one to look at.
    """

    label: str
    text: str
    parts: Parts = ()
    marks: Parts = ()
    is_heading: bool = False
    is_loud: bool = False


def is_wanted(labels: Sequence[str], column: float) -> bool:
    """Return whether names and a column of figures leave a narrow chart no room."""
    lines = [line for label in labels for line in label.split("<br>")]
    return LETTER_PIXELS * max(map(len, lines), default=0) + column > ROOM


def html(tracks: Sequence[Track], key: Sequence[tuple[str, str]], ground: str) -> str:
    """Write the rows in the order given, below a key of words with their colours.

    Args:
        tracks: the rows.
        key: words and colour of what the bars and marks mean.
        ground: colour of the whole width, behind the bars.
    """
    named = "".join(
        f'<span><i style="background:{colour}"></i>{word}</span>' for word, colour in key
    )
    head = f'<p class="cs-key">{named}</p>' if named else ""
    rows = "".join(_row(track, ground) for track in tracks)
    return f'<div class="cs-stacked cs-tracks">{head}<ul>{rows}</ul></div>'


def _row(track: Track, ground: str) -> str:
    name = track.label.replace("<br>", " ")
    if track.is_heading:
        return f'<li class="cs-loud">{name}</li>'
    parts = "".join(f'<b style="width:{_percent(s)};background:{c}"></b>' for s, c in track.parts)
    marks = "".join(f'<u style="left:{_percent(s)};background:{c}"></u>' for s, c in track.marks)
    loud = ' class="cs-loud"' if track.is_loud else ""
    figure = track.text.replace("<br>", ", ")
    bar = f'<i aria-hidden="true" style="background:{ground}">{parts}{marks}</i>'
    return f"<li{loud}><span>{name}</span> <span>{figure}</span>{bar}</li>"


def _percent(share: float) -> str:
    return f"{100 * min(max(share, 0.0), 1.0):.1f}%"


def ground_of(colours: Palette) -> str:
    """Return the colour of the width that no bar fills."""
    return pale(colours.quiet, 0.18)
