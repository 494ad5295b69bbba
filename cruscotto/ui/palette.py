"""The colours of the charts, read from the theme so that light and dark each have their own."""

from dataclasses import dataclass

import streamlit as st

LIGHT = ("#0066CC", "#C25916", "#4D5767", "#17324D", "#C5CED6", "#FFFFFF", "#E3E7EB")
DARK = ("#6CB4FF", "#D07F1E", "#A4C5E4", "#E6ECF2", "#3A4D61", "#0E1A27", "#2A3A4B")
# Cividis, for an installation that has no theme of its own.
SEQUENCE = ("#FEE838", "#C3B369", "#8A8678", "#575D6D", "#123570")


@dataclass(frozen=True)
class Palette:
    """Colours by what they are for.

    Attributes:
        main: figures.
        accent: the one figure to look at.
        quiet: figures beside the main one.
        ink: words and marks on the ground.
        line: rules and borders.
        ground: the page behind the chart.
        missing: an area with no figure.
        sequence: from little to much.
    """

    main: str
    accent: str
    quiet: str
    ink: str
    line: str
    ground: str
    missing: str
    sequence: tuple[str, ...]


def palette() -> Palette:
    """Return the colours of the theme this visitor sees."""
    mode = "dark" if st.context.theme.type == "dark" else "light"
    sequence = st.get_option(f"theme.{mode}.chartSequentialColors") or SEQUENCE
    return Palette(*(DARK if mode == "dark" else LIGHT), tuple(sequence))


def classes(colours: tuple[str, ...], count: int) -> list[str]:
    """Pick colours evenly along a sequence, its ends included."""
    if count <= 1:
        # the middle of the scale is grey, and grey means missing
        return [colours[len(colours) * 3 // 4]]
    last = len(colours) - 1
    return [colours[round(place * last / (count - 1))] for place in range(count)]


def ink_on(colour: str) -> str:
    """Return black or white, whichever reads better on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    light = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    return "#101820" if light > 0.18 else "#FFFFFF"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
