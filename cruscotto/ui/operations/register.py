"""The list of operations: search, order, pages, columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from cruscotto.export import Look
from cruscotto.i18n import Lang, format_date, format_number, t
from cruscotto.kpi.operations.listing import SORTABLE
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.wording import programme_names
from cruscotto.ui.exhibit import charts, download, files, tables
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.operations import operation_people
from cruscotto.ui.state import address, choices, places, session, sitemap
from cruscotto.ui.text import notes, prose

# Fifteen rows of three lines end within two screens.
SIZES = ("15", "25", "50", "100")
# Sources whose files list operations.
OF_OPERATIONS = ("opencoesione", "puc")
# Column of the mart and unit, in the order of the list.
COLUMNS: dict[str, str | None] = {
    "operation_code": None,
    "title": None,
    "programme_name": None,
    "axis_name": None,
    "region_names": None,
    "status_code": None,
    "public_funding_eur": "eur",
    "commitments_eur": "eur",
    "payments_eur": "eur",
    "start_date": None,
    "planned_end_date": None,
    "actual_end_date": None,
    "delay_days": "days",
    "beneficiary_name": None,
    "call_name": None,
    "cup": None,
    "participations": None,
    "placement_6m": None,
}
SORT = "public_funding_eur"
# Pixels of the columns whose words are long.
WIDTHS = {
    "title": 270,
    "programme_name": 120,
    "region_names": 122,
    "status_code": 84,
    "public_funding_eur": 124,
    "payments_eur": 124,
    "beneficiary_name": 158,
}
# Columns whose headers are shorter than the field's name elsewhere.
SHORT = {"public_funding_eur": "operations"}
DEFAULT_COLUMNS = (
    "title",
    "programme_name",
    "region_names",
    "status_code",
    "public_funding_eur",
    "payments_eur",
    "beneficiary_name",
)
# Columns that hold a code of a dimension.
CODED = {
    "status_code": "status",
    "period_code": "period",
    "theme_code": "theme",
    "managing_authority_code": "managing_authority",
}


def search(lang: Lang) -> str:
    """Draw the search box and return the text searched."""
    written = address.text("search")
    # set anew, the field forgets what is being typed in it
    if st.session_state.get("search") != written:
        st.session_state["search"] = written
    st.text_input(
        t("operations.search", lang),
        key="search",
        type="search",
        placeholder=t("operations.search_hint", lang),
        max_chars=200,
        on_change=lambda: address.set_values(search=st.session_state["search"].strip()),
    )
    return written


@dataclass(frozen=True)
class View:
    """How the list is shown: its columns, its order, the number of rows on a page."""

    columns: tuple[str, ...]
    sort: str
    descending: bool
    size: int


def view(lang: Lang) -> View:
    """Draw the choices of order, page length and columns, and return the choices made."""
    options = {name: t(f"fields.{name}", lang) for name in SORTABLE}
    ways = {"desc": t("operations.descending", lang), "asc": t("operations.ascending", lang)}
    with st.grid(4, min_column_width=150, vertical_alignment="bottom"):
        sort = choices.pick("sort", t("operations.sort", lang), options, SORT)
        order = choices.pick("order", t("operations.order", lang), ways)
        size = choices.pick("size", t("operations.size", lang), {size: size for size in SIZES})
        shown = _columns(lang)
    return View(shown, sort, order == "desc", int(size))


def _columns(lang: Lang) -> tuple[str, ...]:
    written = [name for name in address.values("columns") if name in COLUMNS]
    chosen = written or list(DEFAULT_COLUMNS)
    st.session_state["columns"] = chosen
    with st.popover(t("operations.columns_button", lang), width="stretch"):
        st.multiselect(
            t("operations.columns", lang),
            list(COLUMNS),
            key="columns",
            select_all=False,
            format_func=lambda name: t(f"fields.{name}", lang),
            on_change=_columns_changed,
        )
    return tuple(name for name in COLUMNS if name in chosen)


def _columns_changed() -> None:
    wanted = list(st.session_state["columns"])
    address.set_values(columns=None if set(wanted) == set(DEFAULT_COLUMNS) else wanted)


def listing(selection: Selection, searched: str, found: int, shown: View, lang: Lang) -> None:
    """Draw one page of the list, then the page numbers; a click on a row opens the operation."""
    pages = max(1, -(-found // shown.size))
    now = min(_page_said(), pages)
    rows = session.page_of_operations(
        selection, searched, shown.sort, shown.descending, (now - 1) * shown.size, shown.size
    )
    codes = [str(row["operation_code"]) for row in rows]
    prose.how_to(t("operations.choose_row", lang))
    # another key for another order: what was chosen in the list of before is chosen no more
    key = f"operations_{now}_{shown.sort}_{shown.descending}"
    tables.draw(
        _table(rows, shown.columns, lang),
        lang,
        key=key,
        alt=t("operations.title", lang),
        height=tables.ROW_PIXELS + len(rows) * tables.WRAPPED_PIXELS + 3,
        row=tables.WRAPPED_PIXELS,
        on_select=lambda: _chosen(key, codes, shown),
        has_headers=True,
        links=[address.link(operation=code, page=address.text("page")) for code in codes],
    )
    _pager(now, pages, lang)
    _links(rows, lang)
    written = [_sources(lang)]
    if "region_names" in shown.columns:
        written.insert(0, t("operations.where", lang))
    prose.small(" ".join(written))


def _sources(lang: Lang) -> str:
    """Return a text with the publisher, licence and newest edition of each source of operations."""
    newest = dict[str, date]()
    for file in session.rows("files"):
        key, day = file["source"], file["edition_date"]
        if key in OF_OPERATIONS:
            newest[key] = max(newest.get(key, day), day)
    return " ".join(
        notes.source(key, lang, format_date(newest[key], lang))
        for key in OF_OPERATIONS
        if key in newest
    )


def _links(rows: Sequence[dict[str, Any]], lang: Lang) -> None:
    """Draw the listed operations as plain links in an expander: the table's rows have no links.

    Streamlit's own links cannot be used: a link to the present page would not change the address.
    """
    fold = st.expander(t("operations.as_links", lang), key="links_fold", on_change="rerun")
    if not charts.is_open(fold) or address.is_paper():
        return
    here = f"{sitemap.PAGES['operations']}?"
    listed = "".join(
        f'<li><a target="_self" href="{escape(here + _address_of(code))}">'
        f"{escape(str(row['title'] or code))}</a> ({escape(code)})</li>"
        for row in rows
        if (code := str(row["operation_code"]))
    )
    with fold:
        st.html(f"<ol>{listed}</ol>")


def _address_of(code: str) -> str:
    """Return the address's query part that opens an operation; it keeps the filters of the list."""
    return urlencode({**address.present(), "operation": code}, doseq=True)


def _page_said() -> int:
    written = address.text("page")
    return max(1, int(written)) if written.isdecimal() and len(written) < 9 else 1


def _pager(now: int, pages: int, lang: Lang) -> None:
    if pages < 2:
        return
    key = f"pager_{now}_of_{pages}"
    written = format_number(now, lang), format_number(pages, lang)
    prose.small(t("operations.page", lang, page=written[0], pages=written[1]))
    st.pagination(
        pages,
        default=now,
        key=key,
        max_visible_pages=5,
        on_change=lambda: address.set_values(page=str(st.session_state[key])),
    )


def _chosen(key: str, codes: Sequence[str], shown: View) -> None:
    """Open the operation of the row clicked, or sort all rows by the header clicked."""
    place, column = tables.selected(key), tables.header(key)
    if place is not None and place < len(codes):
        address.set_values(operation=codes[place], page=address.text("page"))
    elif column in SORTABLE:
        is_ascending = column == shown.sort and shown.descending
        address.set_values(
            sort=None if column == SORT else column, order="asc" if is_ascending else None
        )


def _table(rows: Sequence[dict[str, Any]], shown: Sequence[str], lang: Lang) -> Table:
    found = [
        Column(
            name,
            t(f"{SHORT.get(name, 'fields')}.{name}", lang),
            COLUMNS[name],
            width=WIDTHS.get(name),
        )
        for name in shown
    ]
    if not operation_people.COLUMNS.keys().isdisjoint(shown):
        people = operation_people.of_page([str(row["operation_code"]) for row in rows])
        rows = [{**row, "people": people.get(str(row["operation_code"]))} for row in rows]
    return Table.of(found, [[_cell(row, name, lang) for name in shown] for row in rows])


def _cell(row: dict[str, Any], name: str, lang: Lang) -> Any:
    if name in operation_people.COLUMNS:
        return operation_people.cell(row["people"], name, lang)
    value = row.get(name)
    if name == "programme_name" and not value:  # exchange files give the code alone
        return session.names("programme", lang).get(row["programme_code"])
    if name in CODED:
        return session.names(CODED[name], lang).get(str(value), value)
    if isinstance(value, date):
        return value.isoformat()
    if name == "programme_name":
        value = programme_names.written(value)
    if name == "region_names" and value:
        return _regions(joined(value).split("; "), lang)
    return joined(value) if isinstance(value, str) else value


def _regions(names: Sequence[str], lang: Lang) -> str:
    """Return an operation's regions as text: up to two names, or the first name and a number."""
    short = [places.short_name(name) for name in names]
    if len(short) <= 2:
        return "; ".join(short)
    return t("operations.regions", lang, first=short[0], n=len(short) - 1)


def joined(text: str) -> str:
    """Return the values in `text`, joined by `; `.

    Published files separate the values of one field with `:::` or `|`.
    """
    return text.replace(":::", "; ").replace(" | ", "; ").replace("|", "; ")


def export(selection: Selection, searched: str, shown: View, lang: Lang) -> None:
    """Draw the download of all operations that match the filters and the search.

    The file has the columns of the list, but none about participants.
    """
    columns = tuple(name for name in shown.columns if name not in operation_people.COLUMNS)
    listed = Look(columns=columns, sort=shown.sort, descending=shown.descending)
    made = files.of_operations(selection, searched, listed)
    download.buttons(made, "operations", lang)
