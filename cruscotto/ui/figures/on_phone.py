"""Bars as a list for a phone: the name above, the bar across the screen, the figure beside it.

A chart cannot wrap its texts to the width of the screen: on a narrow screen long names and figures
are cut, and bars have no room. Then a page gets both the chart and this list, and the style sheet
(`look.css`) shows the one that suits the width.
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
        label: its name, with HTML characters escaped.
        text: its figure.
        parts: bars drawn over one another from the left: share of the width, and colour.
        marks: marks across the bar: position as a share of the width, and colour.
        is_heading: whether it is the heading of the next rows, without a bar.
        is_loud: whether it is highlighted.
    """

    label: str
    text: str
    parts: Parts = ()
    marks: Parts = ()
    is_heading: bool = False
    is_loud: bool = False


def is_wanted(labels: Sequence[str], column: float) -> bool:
    """Return whether a narrow chart would have no room for bars beside names and figures.

    Args:
        labels: the names.
        column: the width of the figures in pixels.
    """
    lines = [line for label in labels for line in label.split("<br>")]
    return LETTER_PIXELS * max(map(len, lines), default=0) + column > ROOM


def html(tracks: Sequence[Track], key: Sequence[tuple[str, str]], ground: str) -> str:
    """Return the list as HTML, with the rows in the order given, below a colour key.

    Args:
        tracks: the rows.
        key: the text and the colour of each kind of bar or mark.
        ground: the colour behind the bars.
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
    """Return the background colour behind the bars."""
    return pale(colours.quiet, 0.18)
