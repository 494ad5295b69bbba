"""The parts of a dossier before it is typeset: sections, which consist of blocks.

Blocks are paragraphs, lists, tables, charts and definitions. Their texts may have footnote marks in
them; PDF and HTML are made from the same blocks.
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
    """Return the mark of a footnote by its number, to be put into a text."""
    return f"{OPEN}{number}{CLOSE}"


def runs(text: str) -> list[str | int]:
    """Return a text split at its footnote marks: pieces of text, and footnote numbers."""
    parts: list[str | int] = []
    for place, part in enumerate(_MARK.split(text)):
        if place % 2:
            parts.append(int(part))
        elif part:
            parts.append(part)
    return parts


def unmarked(text: str) -> str:
    """Return a text without its footnote marks."""
    return _MARK.sub("", text)


def clean(text: str) -> str:
    """Return a text without the characters that could be read as footnote marks."""
    return text.replace(OPEN, "").replace(CLOSE, "")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, styled as a leading finding, as body text, or as small print."""

    text: str
    style: Literal["lead", "body", "small"] = "body"


@dataclass(frozen=True)
class Bullets:
    """A list of short items, each a sentence."""

    items: tuple[str, ...]
    style: Literal["body", "small"] = "body"


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, and the side to which its cells are aligned."""

    label: str
    align: Align = "right"


@dataclass(frozen=True)
class Table:
    """A table whose cells are texts; no row is split between two pages.

    Attributes:
        caption: the table's content, with unit and footnote marks.
        columns: the columns; the first one has the names of the rows.
        rows: the rows, with one cell for each column.
        strong: indices of rows to emphasise.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Chart:
    """A drawing, and its content as text for readers who do not see it.

    Attributes:
        caption: a finding, or measure, unit and period.
        svg: the drawing.
        alt: the content of the drawing as text.
        width: share of the text's width. Two charts side by side fill the text's width in the ratio
            of their two values.
        note: how to read the chart.
    """

    caption: str
    svg: str
    alt: str
    width: float = 1.0
    note: str = ""


@dataclass(frozen=True)
class Beside:
    """Two charts side by side."""

    left: Chart
    right: Chart


@dataclass(frozen=True)
class Definitions:
    """Pairs of a term and its definition."""

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
        kind: the kind of subject in words: `Regione o provincia autonoma`.
        title: the name of the subject.
        line: data set, filters and edition, in one line.
        warning: a notice that data are synthetic; empty if the data are real.
        mark: the same notice in three words, for the foot of every page.
        edition: the date of the edition, which is also the date of the PDF.
        notes: texts of the footnotes, in the order of their numbers from 1.
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
