"""Write SVG: shapes and text at points of the page; equal drawings give equal SVG text."""

from collections.abc import Sequence
from html import escape
from itertools import accumulate
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

# Colours that keep their order in black and white.
INK, QUIET, LINE, GROUND = "#17324D", "#5A6772", "#C5CED6", "#FFFFFF"
MAIN, ACCENT, MISSING, BAND = "#0066CC", "#C25916", "#E3E7EB", "#EAEEF2"
FONT = "Titillium Web"
SIZE = 8.0


def number(value: float) -> str:
    """Return a length as text with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


class Drawing:
    """A drawing with a size in points; a shape covers the shapes added before it."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._parts: list[str] = []

    def rect(self, at: Point, size: Point, fill: str, stroke: str = "none") -> None:
        """Add a rectangle, given its upper left corner and its size."""
        self._parts.append(
            f'<rect x="{number(at[0])}" y="{number(at[1])}" width="{number(max(size[0], 0))}" '
            f'height="{number(size[1])}" fill="{fill}" stroke="{stroke}" stroke-width="0.5"/>'
        )

    def line(
        self, start: Point, end: Point, colour: str = LINE, width: float = 0.6, dash: str = ""
    ) -> None:
        """Add a straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{number(start[0])}" y1="{number(start[1])}" x2="{number(end[0])}" '
            f'y2="{number(end[1])}" stroke="{colour}" stroke-width="{number(width)}"{dashed}/>'
        )

    def dot(self, at: Point, radius: float, fill: str) -> None:
        """Add a filled circle around a point."""
        self._parts.append(
            f'<circle cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}" '
            f'fill="{fill}"/>'
        )

    def rings(
        self, rings: Sequence[Sequence[Point]], fill: str, stroke: str = GROUND, width: float = 0.5
    ) -> None:
        """Add a filled area, given its closed boundary lines."""
        path = "".join(_ring(ring) for ring in rings)
        self._parts.append(
            f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{number(width)}" '
            'stroke-linejoin="round"/>'
        )

    def text(
        self,
        at: Point,
        words: str,
        anchor: Anchor = "start",
        colour: str = INK,
        size: float = SIZE,
        strong: bool = False,
    ) -> None:
        """Add a text; `at` is the start, middle or end of its base line, as `anchor` states."""
        weight = ' font-weight="600"' if strong else ""
        self._parts.append(
            f'<text x="{number(at[0])}" y="{number(at[1])}" text-anchor="{anchor}" '
            f'font-size="{number(size)}" fill="{colour}"{weight}>{escape(words)}</text>'
        )

    def svg(self) -> str:
        """Return the drawing as SVG text."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(self.width)}" '
            f'height="{number(self.height)}" viewBox="0 0 {number(self.width)} '
            f'{number(self.height)}" font-family="{FONT}">{"".join(self._parts)}</svg>'
        )


def _ring(ring: Sequence[Point]) -> str:
    """Return a closed line as an SVG path; points that round to the point before are left out."""
    written: list[str] = []
    for x, y in ring:
        point = f"{number(round(x, 1))} {number(round(y, 1))}"
        if not written or written[-1] != point:
            written.append(point)
    return f"M{'L'.join(written)}Z" if len(written) > 2 else ""


def cut(words: str, width: float, size: float = SIZE) -> str:
    """Return a text, cut with an ellipsis if it is too long for a width in points.

    Texts of up to four letters are never cut.
    """
    ends = list(accumulate(size * _width_of(letter) for letter in words))
    most = max(sum(end <= width for end in ends), 4)
    return words if len(words) <= most else f"{words[: most - 1].rstrip(' -,')}…"


def _width_of(letter: str) -> float:
    """Return a letter's width in font sizes: the mean of capitals and figures, or of the others."""
    return 0.58 if letter.isupper() or letter.isdigit() else 0.5
