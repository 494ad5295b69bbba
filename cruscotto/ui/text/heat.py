"""A matrix as a narrow HTML table for a phone, with vertical column names and coloured cells.

A chart on a phone would write the names of eight columns over one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Shade:
    """A cell of a matrix: its text, its background colour, and a readable text colour."""

    text: str
    ground: str
    ink: str


def html(
    columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Shade | None]]], name: str
) -> str:
    """Return a matrix as an HTML table; a cell that is `None` stays empty."""
    heads = "".join(f'<th scope="col"><span>{escape(column)}</span></th>' for column in columns)
    lines = "".join(
        f'<tr><th scope="row">{escape(label)}</th>{"".join(map(_cell, cells))}</tr>'
        for label, cells in rows
    )
    return (
        f'<div class="cs-stacked cs-heat"><table aria-label="{escape(name)}">'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _cell(cell: Shade | None) -> str:
    if cell is None:
        return "<td></td>"
    colours = f"background:{cell.ground};color:{cell.ink}"
    return f'<td style="{escape(colours)}">{escape(cell.text)}</td>'
