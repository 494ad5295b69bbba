"""Tables whose numbers are written in the reader's language and still sort as numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from html import escape
from typing import Any, Literal

import pandas as pd
import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.result import State
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.shell import patches
from cruscotto.ui.state import address
from cruscotto.ui.text import on_sheets, prose, stacked, states, words

# Rows that paper has of a table; longer ones are lists, which a file has whole.
MOST_ON_PAPER = 160
# Rows a table shows before it scrolls within itself, and those with which it never does.
VISIBLE = 12
WHOLE = 24
ROW_PIXELS = 35
# Rows beside a map: all 21 regions within hardly more than its height.
DENSE_PIXELS = 26
# Rows on which long titles wrap to three lines: Streamlit wraps text from 65 pixels.
WRAPPED_PIXELS = 65


class Tone(StrEnum):
    """The urgency of a text in a table, shown as the colour of the text."""

    PLAIN = "plain"
    QUIET = "quiet"
    ALARM = "alarm"


class Toned(str):
    """A text coloured by its urgency in a table on the screen; in a file it has no colour."""

    tone: Tone

    def __new__(cls, words: str, tone: Tone) -> "Toned":
        """Return a text marked with its urgency."""
        written = super().__new__(cls, words)
        written.tone = tone
        return written


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its header, and the unit of its figures (`None` for text).

    If `is_signed`, the figures are changes: a positive one is written with a plus. If `is_extra`, a
    wide screen has the column only when a reader asks for it in the table's menu.
    """

    name: str
    label: str
    unit: str | None = None
    help: str | None = None
    width: int | Literal["small", "medium", "large"] | None = None
    decimals: int | None = None
    is_signed: bool = False
    is_extra: bool = False
    has_unit: bool = True


@dataclass(frozen=True)
class Table:
    """The columns and rows of a table. A row has one value for each column.

    `None` means that there is no figure. A `State` explains why there is none; it is drawn as a
    sign.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    @classmethod
    def of(cls, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> "Table":
        """Return a table from any sequences of columns and rows."""
        return cls(tuple(columns), tuple(tuple(row) for row in rows))

    def first(self, columns: int) -> "Table":
        """Return the table reduced to its first columns; `columns` is how many."""
        return Table.of(self.columns[:columns], [row[:columns] for row in self.rows])

    @classmethod
    def of_records(cls, records: Sequence[Mapping[str, Any]]) -> "Table":
        """Return a table from dictionaries that share their keys; the keys become the headers."""
        names = list(records[0]) if records else []
        columns = [Column(name, name) for name in names]
        return cls.of(columns, [[str(row[name]) for name in names] for row in records])


def draw(
    table: Table,
    lang: Lang,
    *,
    key: str,
    alt: str = "",
    height: int | None = None,
    on_select: Callable[[], None] | None = None,
    has_headers: bool = False,
    row: int = ROW_PIXELS,
    links: Sequence[str] = (),
) -> None:
    """Draw a table; with `on_select`, a reader can choose a row (`selected` returns it).

    With `has_headers` a reader can choose a header too (`header` returns it); clicking one then
    does not sort the rows. `row` is a row's height in pixels. On a phone the rows are a list;
    `links` has one address for each row.
    """
    if address.is_paper():
        whole(table, lang)
        return
    # the list first: it hides what follows it on a phone before that has a height
    st.html(_stacked(table, lang, alt, tuple(links)))
    options: dict[str, Any] = {}
    if on_select:
        modes = ["single-row", "single-column"] if has_headers else "single-row"
        options = {"on_select": on_select, "selection_mode": modes}
    st.dataframe(
        _styled(table, lang),
        hide_index=True,
        key=key,
        height=height or _height(len(table.rows), row),
        row_height=row,
        column_config={column.name: _config(column, lang) for column in table.columns},
        column_order=[column.name for column in table.columns if not column.is_extra],
        placeholder=words.NOTHING,
        alt=alt or None,
        **options,
    )
    if extra := [column.label for column in table.columns if column.is_extra]:
        more = escape(t("tables.columns", lang, names=", ".join(extra).rstrip(".")))
        st.html(f'<p class="cs-columns">{more}</p>')
    if written := states.legend((value for row in table.rows for value in row), lang):
        prose.small(written)


def whole(table: Table, lang: Lang, name: str = "") -> None:
    """Draw a table without scrolling, its text wrapped, for paper or a phone."""
    shown = table.rows[:MOST_ON_PAPER]
    cells = [[words.plain(cell) for cell in row] for row in _cells(table, lang)[: len(shown)]]
    if not address.is_paper():
        st.html(_stacked(table, lang, name, ()))
    frame = pd.DataFrame(cells, columns=_distinct(_heads(table, lang)))
    for part in on_sheets.parts(frame) if address.is_paper() else [list(frame.columns)]:
        st.table(frame[part], border="horizontal", hide_index=True)
    if len(table.rows) > len(shown):
        rest = format_number(len(table.rows) - len(shown), lang)
        prose.small(t("tables.rest", lang, n=rest))
    if written := states.legend((value for row in table.rows for value in row), lang):
        prose.small(written)


@lru_cache(maxsize=128)
def _stacked(table: Table, lang: Lang, name: str, links: tuple[str, ...]) -> str:
    return stacked.html(_heads(table, lang), _cells(table, lang), lang, name=name, links=links)


def _heads(table: Table, lang: Lang) -> list[str]:
    return [_head(column, lang) for column in table.columns]


def _head(one: Column, lang: Lang) -> str:
    return words.headed(one.label, one.unit, lang) if one.unit and one.has_unit else one.label


def _cells(table: Table, lang: Lang) -> list[list[str]]:
    writers = [_writer(c, lang) if c.unit else str for c in table.columns]
    return [
        [_cell(value, write) for value, write in zip(row, writers, strict=True)]
        for row in table.rows
    ]


def _cell(value: Any, write: Callable[[Any], str]) -> str:
    if isinstance(value, State):
        return states.MARKS[value]
    return words.NOTHING if value is None else write(value)


def _distinct(heads: Sequence[str]) -> list[str]:
    """Return headers made unique: a repeated header gets spaces, as Streamlit needs unique ones."""
    return [f"{head}{' ' * heads[:place].count(head)}" for place, head in enumerate(heads)]


@lru_cache(maxsize=128)  # a written table takes far more room than its figures
def _styled(table: Table, lang: Lang) -> Any:
    """Return a table with its cells written as text, in the form that Streamlit draws."""
    frame = pd.DataFrame(
        [[_plain(value) for value in row] for row in table.rows],
        columns=[column.name for column in table.columns],
    )
    styled = frame.style.format(
        {c.name: _writer(c, lang) for c in table.columns if c.unit}, na_rep=words.NOTHING
    )
    for (place, name), sign in _signs(table).items():
        styled = styled.format(lambda _, in_lang=sign: in_lang, subset=([place], [name]))
    for name, colours in _colours(table).items():
        styled = styled.apply(lambda _, in_lang=colours: in_lang, subset=[name])
    return patches.written_once(styled)


def _signs(table: Table) -> dict[tuple[int, str], str]:
    """Return the signs of the cells that have a state instead of a figure, by row and column."""
    return {
        (place, column.name): states.MARKS[value]
        for place, row in enumerate(table.rows)
        for column, value in zip(table.columns, row, strict=True)
        if isinstance(value, State)
    }


def _colours(table: Table) -> dict[str, list[str]]:
    """Return the text colours of the cells, for every column with urgent or quiet texts."""
    own = palette()
    ink = {Tone.PLAIN: own.main, Tone.QUIET: own.quiet, Tone.ALARM: own.accent}
    return {
        column.name: [f"color: {ink[v.tone]}" if isinstance(v, Toned) else "" for v in values]
        for column, values in zip(table.columns, zip(*table.rows, strict=True), strict=False)
        if any(isinstance(value, Toned) for value in values)
    }


def selected(key: str) -> int | None:
    """Return the index of the row chosen in a table, or `None` if none is chosen."""
    state = st.session_state.get(key) or {}
    rows = state.get("selection", {}).get("rows", [])
    return int(rows[0]) if rows else None


def header(key: str) -> str | None:
    """Return the name of the column whose header is chosen in a table, or `None`."""
    state = st.session_state.get(key) or {}
    columns = state.get("selection", {}).get("columns", [])
    return str(columns[0]) if columns else None


def _plain(value: Any) -> Any:
    """Return a cell's value as a plain number, by which Pandas can sort.

    Pandas would keep a Decimal as an object and sort it as text. A state becomes minus infinity, so
    that it sorts below every figure; text and dates stay as they are.
    """
    if isinstance(value, State):
        return float("-inf")
    if value is None or isinstance(value, str | bool | int | float | date):
        return value
    return float(value)


def _writer(column: Column, lang: Lang) -> Callable[[float], str]:
    scale = SCALES.get(column.unit or "", 1)
    decimals = (
        column.decimals if column.decimals is not None else DECIMALS.get(column.unit or "", 0)
    )
    plus = "+" if column.is_signed else ""

    def written(value: float) -> str:
        if column.unit == "probability" and value < 0.0005:
            return f"< {format_number(0.001, lang, decimals)}"  # no probability is nought
        scaled = value * scale if isinstance(scale, int) else float(value) * scale
        number = format_number(scaled, lang, decimals)
        return (plus if value > 0 else "") + number

    return written


SCALES = {"share": 100, "pp": 100, words.MILLIONS: 1 / words.MILLION}
# The unit stands in the header, so that figures below it line up.
DECIMALS = {
    "share": 1,
    "pp": 1,
    "days": 1,
    "index": 3,
    "probability": 3,
    "deviations": 2,
    "ratio": 2,
    "value": 1,
    "per_thousand": 1,
    words.MILLIONS: 1,
}


def _config(column: Column, lang: Lang) -> Any:
    kind = st.column_config.NumberColumn if column.unit else st.column_config.TextColumn
    return kind(_head(column, lang), help=column.help, width=column.width)


def _height(rows: int, row: int) -> int:
    # the 21 regions, Italy and the rest stand whole: nobody looks for nine that are below an edge
    shown = rows if rows <= WHOLE else VISIBLE
    return ROW_PIXELS + shown * row + 3
