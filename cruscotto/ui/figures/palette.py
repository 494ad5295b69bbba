"""The colours of the charts: the light and the dark theme have different ones."""

from dataclasses import dataclass

import streamlit as st

from cruscotto.kpi.wording.map_classes import BLUES, SEQUENCE
from cruscotto.ui.state import address

LIGHT = ("#0066CC", "#C25916", "#4D5767", "#17324D", "#C5CED6", "#FFFFFF", "#E3E7EB")
DARK = ("#6CB4FF", "#D07F1E", "#A4C5E4", "#E6ECF2", "#3A4D61", "#0E1A27", "#2A3A4B")
# In the dark the lightest is seen first: there the most has it, and the least still stands out.
NIGHT_BLUES = ("#2B67AE", "#4389D0", "#73ADE0", "#ABD0F0", "#E6F1FB")


@dataclass(frozen=True)
class Palette:
    """The colours of charts, by purpose.

    Attributes:
        main: figures.
        accent: the highlighted figure.
        quiet: figures drawn for comparison.
        ink: texts and marks on the background.
        line: rules and borders.
        ground: the background of the page.
        missing: an area without a figure.
        sequence: shades of a scale, from low to high.
        blues: shades of maps, from low to high.
    """

    main: str
    accent: str
    quiet: str
    ink: str
    line: str
    ground: str
    missing: str
    sequence: tuple[str, ...]
    blues: tuple[str, ...] = BLUES


def theme() -> str:
    """Return the theme of the charts, `light` or `dark`; on paper it is light."""
    is_dark = st.context.theme.type == "dark" and not address.is_paper()
    return "dark" if is_dark else "light"


def palette() -> Palette:
    """Return the colours of the theme that the visitor uses."""
    mode = theme()
    sequence = st.get_option(f"theme.{mode}.chartSequentialColors") or SEQUENCE
    if mode == "dark":
        return Palette(*DARK, tuple(sequence), NIGHT_BLUES)
    return Palette(*LIGHT, tuple(sequence))


def pale(colour: str, strength: float = 0.22) -> str:
    """Return a colour made transparent; `strength` is its opacity from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"
