"""Chart of estimates with their intervals, and with bands that show what chance alone explains."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.dossier.drawing.svg import ACCENT, BAND, INK, LINE, MAIN, QUIET, SIZE, Drawing, cut

ROW, DOT = 10.6, 2.2
TOP = 14.0


@dataclass(frozen=True)
class Whisker:
    """An estimate, its interval (`low`, `high`) and its band.

    The band shows where chance alone could put the estimate, around the value that all estimates
    are compared with.
    """

    label: str
    value: float
    low: float
    high: float
    text: str
    band: tuple[float, float] | None = None
    is_strong: bool = False


def whiskers(
    items: Sequence[Whisker],
    width: float,
    names: float,
    common: float,
    common_text: str,
    figures: float = 112.0,
) -> str:
    """Return an SVG of estimates on one scale, with a line at the common value.

    Args:
        items: the estimates from top to bottom.
        width: width of the drawing, in points.
        names: width of the names, in points.
        common: the value that all estimates are compared with.
        common_text: the text above the line at the common value.
        figures: width of the figures, in points.
    """
    drawing = Drawing(width, TOP + ROW * len(items) + 2)
    ends: list[float] = [end for item in items for end in (item.low, item.high, *(item.band or ()))]
    low, high = min([*ends, common]), max([*ends, common])
    room = width - names - figures
    scale = room / ((high - low) or 1.0)

    def place(value: float) -> float:
        return names + (value - low) * scale

    for row, item in enumerate(items):
        if item.band:
            left, right = place(item.band[0]), place(item.band[1])
            drawing.rect((left, TOP + ROW * row), (right - left, ROW), BAND)
    drawing.line((place(common), TOP - 2), (place(common), drawing.height), INK, 0.8)
    at = min(max(place(common), names + 40), width - figures)
    drawing.text((at, 9), common_text, "middle", INK, SIZE - 0.5)
    for row, item in enumerate(items):
        spots = (place(item.low), place(item.value), place(item.high))
        _whisker(drawing, item, TOP + ROW * (row + 0.5), spots, names)
    return drawing.svg()


def _whisker(
    drawing: Drawing, item: Whisker, y: float, spots: tuple[float, float, float], names: float
) -> None:
    colour = ACCENT if item.is_strong else MAIN
    drawing.line((spots[0], y), (spots[2], y), colour, 1.6 if item.is_strong else 1.0)
    drawing.dot((spots[1], y), DOT + (0.8 if item.is_strong else 0), colour)
    drawing.text(
        (names - 5, y + 3),
        cut(item.label, names),
        "end",
        INK if item.is_strong else QUIET,
        strong=item.is_strong,
    )
    drawing.line((0, y + ROW / 2), (drawing.width, y + ROW / 2), LINE, 0.2)
    drawing.text((drawing.width, y + 3), item.text, "end", INK, strong=item.is_strong)
