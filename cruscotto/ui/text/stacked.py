"""The rows of a table as a list for a phone, with each figure beside its header.

A wide screen has a table drawn on a canvas, which a style sheet cannot rearrange. So table and list
are both sent, and the style sheet (`look.css`) shows the one that suits the width.
"""

from collections.abc import Sequence
from html import escape

from cruscotto.i18n import Lang, format_number, t

# Letters of a figure with its unit; what is longer is words, and may break.
FIGURE = 20
# Columns and letters of a row that a phone holds beside its name.
FEW, BESIDE = 3, 22
# Rows that stand open, fewer of those that take many lines; rows written at all.
OPEN, OPEN_LONG, LONG, MOST = 40, 12, 4, 100


def html(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    lang: Lang,
    *,
    name: str = "",
    links: Sequence[str] = (),
) -> str:
    """Return a table as an HTML list: for each row a heading (its first cell), headers and figures.

    At most 100 rows are listed; a line states how many more there are.

    Args:
        heads: the header of each column, with its unit.
        rows: the cells of each row as text, one for each column.
        lang: the language of the label that unfolds the rows beyond the first ones.
        name: the name of the list, for screen readers.
        links: the address to which each row links; empty if rows have no links.
    """
    written = [
        _row(heads, row, links[place] if links else "") for place, row in enumerate(rows[:MOST])
    ]
    shown = OPEN_LONG if len(heads) > LONG else OPEN
    inside = _list(written[:shown], name)
    if folded := written[shown:]:
        more = t("tables.more", lang, n=format_number(len(folded), lang))
        inside += f"<details><summary>{escape(more)}</summary>{_list(folded)}</details>"
    if len(rows) > MOST:
        rest = t("tables.rest", lang, n=format_number(len(rows) - MOST, lang))
        inside += f"<p>{escape(rest)}</p>"
    if not _is_short(heads, rows):
        return f'<div class="cs-stacked">{inside}</div>'
    named = f"<span>{escape(heads[0])}</span><span>{escape(' · '.join(heads[1:]))}</span>"
    head = f'<p class="cs-heads" aria-hidden="true">{named}</p>'
    return f'<div class="cs-stacked cs-short">{head}{inside}</div>'


def _is_short(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the cells of every row fit on one line of a phone.

    If so, the headers stand once, above the list.
    """
    if not 1 < len(heads) <= FEW:
        return False
    return all(sum(map(len, row[1:])) <= BESIDE for row in rows)


def _list(items: Sequence[str], name: str = "") -> str:
    called = f' aria-label="{escape(name)}"' if name else ""
    return f"<ul{called}>{''.join(items)}</ul>"


def _row(heads: Sequence[str], row: Sequence[str], link: str) -> str:
    first = escape(row[0])
    title = f'<a href="{escape(link)}">{first}</a>' if link else first
    pairs = "".join(
        f"<div><dt>{escape(head)}</dt><dd{_kept_whole(cell)}>{escape(cell)}</dd></div>"
        for head, cell in zip(heads[1:], row[1:], strict=True)
    )
    return f'<li><b>{title}</b><dl class="cs-pairs">{pairs}</dl></li>'


def _kept_whole(cell: str) -> str:
    """Return the HTML class that keeps a figure on one line; empty for words and long texts."""
    return ' class="cs-figure"' if any(map(str.isdigit, cell)) and len(cell) <= FIGURE else ""
