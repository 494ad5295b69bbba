"""A dossier as one HTML page that loads nothing from elsewhere."""

from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path

from cruscotto.dossier.model import (
    Beside,
    Block,
    Bullets,
    Chart,
    Definitions,
    Dossier,
    Paragraph,
    Table,
    runs,
)
from cruscotto.i18n import t

HERE = Path(__file__).parent
WEIGHTS = ((400, "TitilliumWeb-Regular.ttf"), (600, "TitilliumWeb-SemiBold.ttf"))
# Were a text to slip through as markup, the browser would still run and fetch nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"


def html(dossier: Dossier) -> bytes:
    """Return a dossier as an HTML file; equal dossiers give equal bytes."""
    lang, title = dossier.lang, f"{t('dossier.title', dossier.lang)}: {dossier.title}"
    page = _Page()
    body = "".join(
        f"<section><h2>{escape(section.title)}</h2>"
        f"{''.join(page.block(block) for block in section.blocks)}</section>"
        for section in dossier.sections
    )
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head><body>"
        f"{_header(dossier)}<main>{body}{_notes(dossier)}</main>{_footer(dossier)}</body></html>\n"
    ).encode()


def _header(dossier: Dossier) -> str:
    warning = f'<p class="warning">{escape(dossier.warning)}</p>' if dossier.warning else ""
    return (
        f"<header><p>{escape(t('app.title', dossier.lang))} · {escape(dossier.kind)}</p>"
        f"<h1>{escape(dossier.title)}</h1><p>{escape(dossier.line)}</p>{warning}</header>"
    )


def _footer(dossier: Dossier) -> str:
    return f"<footer>{escape(dossier.mark)}</footer>" if dossier.mark else ""


def _notes(dossier: Dossier) -> str:
    items = "".join(
        f'<li id="note-{number}">{escape(text)} '
        f'<a href="#cited-{number}" aria-label="{t("dossier.back", dossier.lang)}">↑</a></li>'
        for number, text in enumerate(dossier.notes, 1)
    )
    title = escape(t("dossier.notes", dossier.lang))
    return f'<section><h2>{title}</h2><ol class="notes">{items}</ol></section>' if items else ""


class _Page:
    """Writes blocks as HTML; each footnote links back to the first mark that cites the footnote."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return f'<p class="{block.style}">{self.written(block.text)}</p>'
        if isinstance(block, Bullets):
            return (
                f'<ul class="{block.style}">'
                f"{''.join(f'<li>{self.written(item)}</li>' for item in block.items)}</ul>"
            )
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Chart):
            return self.chart(block)
        if isinstance(block, Beside):
            return f'<div class="beside">{self.chart(block.left)}{self.chart(block.right)}</div>'
        return self.definitions(block)

    def written(self, text: str) -> str:
        """Return a text as HTML; its footnote marks are links to the footnotes."""
        return "".join(
            self._mark(part) if isinstance(part, int) else escape(part) for part in runs(text)
        )

    def _mark(self, number: int) -> str:
        place = "" if number in self._seen else f' id="cited-{number}"'
        self._seen.add(number)
        return f'<sup><a href="#note-{number}"{place}>{number}</a></sup>'

    def table(self, table: Table) -> str:
        caption = self.written(table.caption)
        head = "".join(f'<th scope="col">{self.written(c.label)}</th>' for c in table.columns)
        strong = ' class="strong"'
        rows = "".join(
            f"<tr{strong if place in table.strong else ''}>{self._cells(table, row)}</tr>"
            for place, row in enumerate(table.rows)
        )
        return (
            f'<div class="scroll"><table><caption>{caption}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def _cells(self, table: Table, row: tuple[str, ...]) -> str:
        first, *rest = (self.written(cell) for cell in row)
        others = "".join(
            f'<td class="{column.align}">{cell}</td>'
            for column, cell in zip(table.columns[1:], rest, strict=True)
        )
        return f'<th scope="row">{first}</th>{others}'

    def chart(self, chart: Chart) -> str:
        caption = self.written(chart.caption)
        drawn = chart.svg.replace("<svg ", f'<svg role="img" aria-label="{escape(chart.alt)}" ', 1)
        note = f"<p>{self.written(chart.note)}</p>" if chart.note else ""
        return f"<figure><figcaption>{caption}</figcaption>{drawn}{note}</figure>"

    def definitions(self, block: Definitions) -> str:
        items = "".join(
            f"<dt>{self.written(term)}</dt><dd>{self.written(what)}</dd>"
            for term, what in block.items
        )
        return f"<dl>{items}</dl>"


@cache
def _style() -> str:
    faces = "".join(
        "@font-face{font-family:'Titillium Web';"
        f"font-weight:{weight};src:url(data:font/ttf;base64,{_encoded(name)})}}"
        for weight, name in WEIGHTS
    )
    return faces + (HERE / "template" / "dossier.css").read_text("utf-8")


def _encoded(name: str) -> str:
    return b64encode((HERE / "fonts" / name).read_bytes()).decode()
