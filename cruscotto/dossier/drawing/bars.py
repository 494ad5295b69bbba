"""Chart of horizontal bars, with the name before each bar and the figure after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.dossier.drawing.svg import ACCENT, INK, MAIN, QUIET, SIZE, Drawing, cut

ROW, THICK = 12.0, 7.0


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its value (`None` where there is no figure) and the figure as text."""

    label: str
    value: float | None
    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Mark:
    """A value drawn as a line across all bars, and the text above the line."""

    value: float
    text: str


def bars(
    items: Sequence[Bar],
    width: float,
    names: float,
    figures: float = 44.0,
    mark: Mark | None = None,
) -> str:
    """Return an SVG of bars on one scale from zero.

    Args:
        items: the bars from top to bottom.
        width: width of the drawing, in points.
        names: width of the names, in points.
        figures: width of the figures, in points.
        mark: a value to compare the bars with.
    """
    top = 14.0 if mark else 2.0
    drawing = Drawing(width, top + ROW * len(items) + 2)
    values = [abs(item.value) for item in items if item.value is not None]
    scale = (width - names - figures) / (max([*values, mark.value if mark else 0.0]) or 1.0)
    for place, item in enumerate(items):
        _bar(drawing, item, (names, top + ROW * place), scale)
    if mark:
        x = names + mark.value * scale
        drawing.line((x, top - 2), (x, drawing.height), INK, 0.8)
        drawing.text((min(x, width - 30), 9), mark.text, "middle", INK, SIZE - 0.5)
    return drawing.svg()


def _bar(drawing: Drawing, item: Bar, at: tuple[float, float], scale: float) -> None:
    x, y = at
    base = y + ROW / 2 + 3
    drawing.text(
        (x - 5, base),
        cut(item.label, x),
        "end",
        INK if item.is_strong else QUIET,
        strong=item.is_strong,
    )
    length = (item.value or 0.0) * scale
    if item.value is not None:
        colour = ACCENT if item.is_strong else MAIN
        drawing.rect((x, y + (ROW - THICK) / 2), (max(length, 0.4), THICK), colour)
    drawing.text((drawing.width, base), item.text, "end", strong=item.is_strong)
