"""The list of operations: search, sort, page, columns, and one operation in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from cruscotto.i18n import Lang, format_date, format_number, format_value, t
from cruscotto.kpi.operations.listing import SORTABLE
from cruscotto.kpi.query.selection import Selection
from cruscotto.sources.catalogue import SOURCES
from cruscotto.ui.exhibit import download, files, tables
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.operations import operation_people
from cruscotto.ui.state import address, choices, session
from cruscotto.ui.text import notes, prose, words

SIZES = ("25", "50", "100")
# Column of the mart and unit, in the order of the list.
COLUMNS: dict[str, str | None] = {
    "operation_code": None, "title": None, "programme_name": None, "axis_name": None,
    "region_names": None, "status_code": None, "public_funding_eur": "eur",
    "commitments_eur": "eur", "payments_eur": "eur", "start_date": None,
    "planned_end_date": None, "actual_end_date": None, "delay_days": "days",
    "beneficiary_name": None, "call_name": None, "cup": None,
    "participations": None, "placement_6m": None,
}  # fmt: skip
# Pixels of the columns whose words are long.
WIDTHS = {
    "title": 260, "programme_name": 200, "region_names": 120, "status_code": 96,
    "beneficiary_name": 200,
}  # fmt: skip
DEFAULT_COLUMNS = (
    "title", "programme_name", "region_names", "status_code", "public_funding_eur",
    "payments_eur", "beneficiary_name",
)  # fmt: skip
# What the detail shows, group by group.
GROUPS: dict[str, tuple[str, ...]] = {
    "identity": ("operation_code", "cup", "title", "summary", "status_code", "status_published"),
    "programme": (
        "period_code", "programme_name", "programme_code", "axis_name", "axis_code",
        "theme_code", "fund_codes", "managing_authority_code", "call_name",
    ),
    "place": ("region_names", "province_names", "municipality_names"),
    "bodies": ("beneficiary_name", "implementing_body_name"),
    "time": ("start_date", "planned_end_date", "actual_end_date", "delay_days"),
    "money": (
        "public_funding_eur", "commitments_eur", "payments_eur", "eu_esf_funding_eur",
        "private_funding_eur",
    ),
    "nature": ("cup_nature", "cup_sector"),
    "origin": ("source", "file_name", "row_number", "edition_date", "is_estimated"),
}  # fmt: skip
# Columns that hold a code of a dimension.
CODED = {
    "status_code": "status", "period_code": "period", "theme_code": "theme",
    "managing_authority_code": "managing_authority",
}  # fmt: skip


def search(lang: Lang) -> str:
    """Draw the search and return what is searched."""
    said = address.text("search")
    # set anew, the field forgets what is being typed in it
    if st.session_state.get("search") != said:
        st.session_state["search"] = said
    st.text_input(
        t("operations.search", lang), key="search", type="search",
        placeholder=t("operations.search_hint", lang), max_chars=200,
        on_change=lambda: address.set_values(search=st.session_state["search"].strip()),
    )  # fmt: skip
    return said


@dataclass(frozen=True)
class View:
    """How the list is shown: columns, order, rows to a page."""

    columns: tuple[str, ...]
    sort: str
    descending: bool
    size: int


def view(lang: Lang) -> View:
    """Draw the choices of order, length and columns, and return them."""
    options = {name: t(f"fields.{name}", lang) for name in SORTABLE}
    ways = {"desc": t("operations.descending", lang), "asc": t("operations.ascending", lang)}
    with st.grid(4, min_column_width=150, vertical_alignment="bottom"):
        sort = choices.pick("sort", t("operations.sort", lang), options, "public_funding_eur")
        order = choices.pick("order", t("operations.order", lang), ways)
        size = choices.pick("size", t("operations.size", lang), {size: size for size in SIZES})
        shown = _columns(lang)
    return View(shown, sort, order == "desc", int(size))


def _columns(lang: Lang) -> tuple[str, ...]:
    said = [name for name in address.values("columns") if name in COLUMNS]
    chosen = said or list(DEFAULT_COLUMNS)
    st.session_state["columns"] = chosen
    with st.popover(t("operations.columns_button", lang), width="stretch"):
        st.multiselect(
            t("operations.columns", lang), list(COLUMNS), key="columns", select_all=False,
            format_func=lambda name: t(f"fields.{name}", lang), on_change=_columns_changed,
        )  # fmt: skip
    return tuple(name for name in COLUMNS if name in chosen)


def _columns_changed() -> None:
    wanted = list(st.session_state["columns"])
    address.set_values(columns=None if set(wanted) == set(DEFAULT_COLUMNS) else wanted)


def listing(selection: Selection, searched: str, found: int, shown: View, lang: Lang) -> None:
    """Draw one page of the list, with its pages below; a row chosen opens it."""
    pages = max(1, -(-found // shown.size))
    now = min(_page_said(), pages)
    rows = session.page_of_operations(
        selection, searched, shown.sort, shown.descending, (now - 1) * shown.size, shown.size
    )
    prose.small(t("operations.choose_row", lang))
    key = f"operations_{now}"
    tables.draw(
        _table(rows, shown.columns, lang), lang, key=key, alt=t("operations.title", lang),
        height=(len(rows) + 1) * tables.ROW_PIXELS + 3,
        on_select=lambda: _open(key, [str(row["operation_code"]) for row in rows]),
    )  # fmt: skip
    _pager(now, pages, lang)
    prose.small(notes.source("opencoesione", lang))


def _page_said() -> int:
    said = address.text("page")
    return max(1, int(said)) if said.isdigit() and len(said) < 9 else 1


def _pager(now: int, pages: int, lang: Lang) -> None:
    if pages < 2:
        return
    key = f"pager_{now}_of_{pages}"
    written = format_number(now, lang), format_number(pages, lang)
    prose.small(t("operations.page", lang, page=written[0], pages=written[1]))
    st.pagination(
        pages, default=now, key=key, max_visible_pages=5,
        on_change=lambda: address.set_values(page=str(st.session_state[key])),
    )  # fmt: skip


def _open(key: str, codes: Sequence[str]) -> None:
    place = tables.selected(key)
    if place is not None and place < len(codes):
        address.set_values(operation=codes[place])


def _table(rows: Sequence[dict[str, Any]], shown: Sequence[str], lang: Lang) -> Table:
    found = [
        Column(name, t(f"fields.{name}", lang), COLUMNS[name], width=WIDTHS.get(name))
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
    return _joined(value) if isinstance(value, str) else value


def _joined(text: str) -> str:
    """Write the values of an operation with several of them as a list; files join them by signs."""
    return text.replace(":::", "; ").replace(" | ", "; ").replace("|", "; ")


def export(selection: Selection, searched: str, lang: Lang) -> None:
    """Offer the whole filtered list as a file, not the page on screen alone."""
    download.buttons(files.of_operations(selection, searched), "operations", lang)


def detail(code: str, lang: Lang) -> bool:
    """Draw one operation in full; say whether there is one of that code."""
    found = session.operation(code)
    if not found:
        return False
    st.title(words.plain(found["title"] or code), anchor=False)
    st.button(t("operations.back", lang), on_click=address.set_values, key="back_to_list")
    if found["is_synthetic"]:
        st.warning(t("operations.synthetic", lang), icon=":material/science:")
    for group, names in GROUPS.items():
        _group(group, names, found, lang)
    operation_people.panel(code, lang)
    _parts(found["parts"], lang)
    _public_page(found, lang)
    return True


def _group(group: str, names: Sequence[str], found: dict[str, Any], lang: Lang) -> None:
    lines = [
        f"| {t(f'fields.{name}', lang)} | {words.plain(_said(found, name, lang))} |"
        for name in names
        if name in found
    ]
    st.header(t(f"operations.group_{group}", lang), anchor=False)
    head = f"| {t('operations.field', lang)} | {t('operations.value', lang)} |\n|---|---|"
    st.markdown("\n".join([head, *lines]))


def _said(found: dict[str, Any], name: str, lang: Lang) -> str:
    value = found.get(name)
    if value is None or value == "":
        return t("states.missing", lang)
    if isinstance(value, bool):
        return t("words.yes" if value else "words.no", lang)
    if isinstance(value, date):
        return format_date(value, lang)
    if name.endswith("_eur"):
        return format_value(value, "eur", lang)
    if name == "delay_days":
        return f"{format_number(value, lang)} {words.unit_label('days', lang)}"
    if name == "source" and value in SOURCES:
        return SOURCES[value].name.in_(lang)
    if name in CODED:
        return session.names(CODED[name], lang).get(str(value), str(value))
    return _joined(str(value))


def _parts(parts: Sequence[dict[str, Any]], lang: Lang) -> None:
    """Draw how the operation is shared out, where it is in more than one place."""
    if len(parts) < 2:
        return
    st.header(t("operations.group_parts", lang), anchor=False)
    prose.small(t("operations.parts_note", lang))
    regions = session.names("region", lang)
    units = {"share": "share", "public_funding_eur": "eur", "payments_eur": "eur"}
    shown = ("programme_code", "axis_code", "region_code", "fund_code", *units)
    columns = [Column(name, t(f"fields.{name}", lang), units.get(name)) for name in shown]
    rows = [
        [regions.get(part[n], part[n]) if n == "region_code" else part[n] for n in shown]
        for part in parts
    ]
    tables.draw(Table.of(columns, rows), lang, key="parts")


def _public_page(found: dict[str, Any], lang: Lang) -> None:
    """Write the address of the operation's public page, as text and as a link."""
    st.header(t("operations.group_page", lang), anchor=False)
    link = str(found.get("link") or "")
    if not link or found["is_synthetic"]:
        st.markdown(t("operations.no_page", lang))
        return
    whole = link if link.startswith(("http://", "https://")) else f"https://{link}"
    st.code(whole, language=None)
    if whole.startswith("https://opencoesione.gov.it/") or ".opencoesione.gov.it/" in whole:
        st.link_button(t("operations.open_page", lang), whole)
