"""Buttons that download a chart as an image with title, source and note.

The browser has already drawn the chart, so it also makes the image file (`static/images.js`); the
server takes no part.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.ui.text import cited

FORMATS = ("svg", "png")
_MARKS = re.compile(r"\*\*|\\(?=[^\w\s])|:small\[|`")


@dataclass(frozen=True)
class Picture:
    """The charts of one frame on a page, and the texts to write into their image file.

    Attributes:
        charts: keys of the charts on the page, from top to bottom.
        title: the finding, or the measure with its unit and period.
        subtitle: measure, unit and selection.
        notes: definition, source, edition.
    """

    charts: tuple[str, ...]
    title: str
    subtitle: str
    notes: Sequence[str]


def draw(picture: Picture, stem: str, lang: Lang) -> None:
    """Draw the buttons that download a chart as SVG and as PNG."""
    facts = {
        "charts": picture.charts,
        "title": _plain(picture.title),
        "subtitle": _plain(picture.subtitle),
        "notes": [*map(_plain, picture.notes), cited.as_of(lang)],
        "name": f"cruscotto_{stem}",
        "lang": lang,
    }
    written = escape(json.dumps(facts, ensure_ascii=False), quote=True)
    buttons = " ".join(
        f'<button type="button" class="cs-picture" data-format="{form}" data-picture="{written}"'
        f">{escape(t(f'download.{form}', lang))}</button>"
        for form in FORMATS
    )
    st.html(f'<div class="cs-pictures">{buttons}</div>')


def _plain(text: str) -> str:
    """Return a text without its Markdown: bold, code, escapes and small print."""
    return _MARKS.sub("", text).strip()
