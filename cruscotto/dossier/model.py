"""The parts of a dossier before it is typeset: sections of plain blocks.

Texts may carry footnote marks, as `Notes.mark` writes them; both typesetters read the same blocks.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cruscotto.i18n import Lang

Align = Literal["left", "right"]
# A footnote's number travels inside the text, between two marks that no file can hold.
OPEN, CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")


def mark(number: int) -> str:
    """Return the mark of a footnote, to be put into a text."""
    return f"{OPEN}{number}{CLOSE}"


def runs(text: str) -> list[str | int]:
    """Return a text cut at its marks: words, and the numbers of footnotes."""
    parts: list[str | int] = []
    for place, part in enumerate(_MARK.split(text)):
        if place % 2:
            parts.append(int(part))
        elif part:
            parts.append(part)
    return parts


def unmarked(text: str) -> str:
    """Return a text without its marks."""
    return _MARK.sub("", text)


def clean(text: str) -> str:
    """Return a text from a file without characters that would be read as a mark."""
    return text.replace(OPEN, "").replace(CLOSE, "")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: a leading finding, the body, or small print."""

    text: str
    style: Literal["lead", "body", "small"] = "body"


@dataclass(frozen=True)
class Bullets:
    """Short items, each a sentence."""

    items: tuple[str, ...]
    style: Literal["body", "small"] = "body"


@dataclass(frozen=True)
class Column:
    """A column of a table: figures stand to the right."""

    label: str
    align: Align = "right"


@dataclass(frozen=True)
class Table:
    """Rows of text, never cut between pages.

    Attributes:
        caption: the table's content, with unit and marks.
        columns: the first names the row.
        rows: as many cells as columns.
        strong: indices of rows to emphasise.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Chart:
    """A vector drawing, and its content as text for those who do not see it.

    Attributes:
        caption: a finding, or measure, unit and period.
        svg: the drawing.
        alt: its content as text.
        width: share of the line it takes.
        note: how to read it.
    """

    caption: str
    svg: str
    alt: str
    width: float = 1.0
    note: str = ""


@dataclass(frozen=True)
class Beside:
    """Two charts on one line."""

    left: Chart
    right: Chart


@dataclass(frozen=True)
class Definitions:
    """Terms and what they mean."""

    items: tuple[tuple[str, str], ...]


Block = Paragraph | Bullets | Table | Chart | Beside | Definitions


@dataclass(frozen=True)
class Section:
    """A part of the dossier: a heading, and its blocks in reading order."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Dossier:
    """A whole dossier, ready to be typeset.

    Attributes:
        kind: the kind of its subject: `Regione o provincia autonoma`.
        title: the name of its subject.
        line: the filters and the edition, in one line.
        warning: a notice on the data; empty where the data are published ones.
        mark: the notice in three words, for the foot of every page.
        edition: the date of the edition, which is also the date of the PDF.
        notes: footnotes, by number from 1.
    """

    lang: Lang
    kind: str
    title: str
    line: str
    warning: str
    mark: str
    edition: date
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = field(default=())
