"""Where the names of points are written: no name covers another name, a point, or the border.

Screens have different widths, so a name that fits a computer may not fit a phone. A name is written
only on screens that are wide enough for it. On narrower ones, readers find it in the table and by
hovering over the point.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# The drawings of screens, from narrow to wide, in pixels: of a phone of 320 pixels, of a tablet of
# 769 beside its menu, of a computer from 1,200 on.
PHONE, TABLET, WIDE = SCREENS = ((200.0, 300.0), (315.0, 340.0), (740.0, 340.0))
# A phone hides names for wider screens: of all that a layer may state, its typeface alone reaches
# the style sheet, which looks for these words in it.
FAMILIES = (
    "'Titillium Web', sans-serif",
    "'Titillium Web', cs-tablet, sans-serif",
    "'Titillium Web', cs-wide, sans-serif",
)
# Where a name may stand, best first.
SIDES = (
    "top center",
    "bottom center",
    "middle right",
    "middle left",
    "top right",
    "top left",
    "bottom right",
    "bottom left",
)
# Pixels: of a letter, of a line of words, from a point to its name, of half a point.
LETTER, LINE, GAP, DOT = 6.2, 16, 9, 5.6
# Pixels that names may take beyond the drawing: at its left, its right, its top and its foot.
BEYOND = (2, 12, 6, 4)
FAR = 9.0

Box = tuple[float, float, float, float]
Size = tuple[float, float]


@dataclass(frozen=True)
class Named:
    """A point and its name; positions are shares of the width and of the height of the drawing."""

    name: str
    x: float
    y: float
    comes_first: bool = False


@dataclass(frozen=True)
class Held:
    """A text already written at the left border, just above or just below the height `y`."""

    text: str
    y: float
    is_above: bool


@dataclass(frozen=True)
class Place:
    """Where one name is written.

    Attributes:
        point: the index of the point that is named.
        side: the side of the point on which the name stands, one of `SIDES`.
        screen: the index in `SCREENS` of the narrowest screen that shows the name.
    """

    point: int
    side: str
    screen: int


def placed(points: Sequence[Named], held: Sequence[Held] = ()) -> list[Place]:
    """Return the places of all names that have room on some screen.

    Args:
        points: the points; names of points with `comes_first` are placed before all others.
        held: words that names must leave room for.
    """
    found: list[Place] = []
    taken = [_taken(points, held, size) for size in SCREENS]
    order = sorted(range(len(points)), key=lambda place: not points[place].comes_first)
    for screen in range(len(SCREENS)):
        done = {one.point for one in found}
        for place in order:
            if place in done or not points[place].name:
                continue
            side = next((s for s in SIDES if _is_free(points[place], s, taken, screen)), None)
            if side:
                found.append(Place(place, side, screen))
                for size, boxes in zip(SCREENS[screen:], taken[screen:], strict=True):
                    boxes.append(box(points[place], side, size))
    return found


def _is_free(point: Named, side: str, taken: Sequence[Sequence[Box]], screen: int) -> bool:
    """Return whether a name has room on a screen and on all wider screens.

    Args:
        point: the point and its name.
        side: the side of the point on which the name would stand.
        taken: for each screen, the boxes that the name must not overlap.
        screen: the index of the screen in `SCREENS`.
    """
    return not any(
        meet(box(point, side, size), other)
        for size, boxes in zip(SCREENS[screen:], taken[screen:], strict=True)
        for other in boxes
    )


def _taken(points: Sequence[Named], held: Sequence[Held], size: Size) -> list[Box]:
    return [
        *(_around(point, size) for point in points),
        *_borders(size),
        *(_of_words(words, size) for words in held),
    ]


def box(point: Named, side: str, size: Size) -> Box:
    """Return the estimated box of a name beside its point: left, foot, right and top.

    They are shares of the width and of the height of the drawing.
    """
    letters = len(point.name.replace("<b>", "").replace("</b>", ""))
    width, height = letters * LETTER / size[0], LINE / size[1]
    across, up = GAP / size[0], GAP / size[1]
    shift_x = {"left": -across - width, "center": -width / 2, "right": across}[side.split()[1]]
    shift_y = {"top": up, "middle": -height / 2, "bottom": -up - height}[side.split()[0]]
    left, foot = point.x + shift_x, point.y + shift_y
    return (left, foot, left + width, foot + height)


def meet(a: Box, b: Box) -> bool:
    """Return whether two boxes overlap."""
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


def _around(point: Named, size: Size) -> Box:
    wide, high = DOT / size[0], DOT / size[1]
    return (point.x - wide, point.y - high, point.x + wide, point.y + high)


def _borders(size: Size) -> list[Box]:
    """Return boxes around the drawing, which no name may overlap.

    They stand for the scales, the title above, and the edge of the frame.
    """
    left, right, top, foot = BEYOND
    return [
        (-FAR, -FAR, -left / size[0], FAR),
        (1 + right / size[0], -FAR, FAR, FAR),
        (-FAR, 1 + top / size[1], FAR, FAR),
        (-FAR, -FAR, FAR, -foot / size[1]),
    ]


def _of_words(held: Held, size: Size) -> Box:
    width, height = (LETTER * len(held.text) + 6) / size[0], (LINE + 3) / size[1]
    foot = held.y if held.is_above else held.y - height
    return (0.0, foot, width, foot + height)
