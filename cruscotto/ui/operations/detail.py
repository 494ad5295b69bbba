"""The page of a single operation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from cruscotto.i18n import Lang, format_date, format_number, format_value, t
from cruscotto.kpi.wording import programme_names
from cruscotto.sources.catalogue import SOURCES
from cruscotto.ui.exhibit import tables
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.operations import operation_people, register
from cruscotto.ui.state import address, session
from cruscotto.ui.text import notes, prose, words

# What the detail shows, group by group.
GROUPS: dict[str, tuple[str, ...]] = {
    "identity": ("operation_code", "cup", "title", "summary", "status_code", "status_published"),
    "programme": (
        "period_code",
        "programme_name",
        "programme_code",
        "axis_name",
        "axis_code",
        "theme_code",
        "fund_codes",
        "managing_authority_code",
        "call_name",
    ),
    "place": ("region_names", "province_names", "municipality_names"),
    "bodies": ("beneficiary_name", "implementing_body_name"),
    "time": ("start_date", "planned_end_date", "actual_end_date", "delay_days"),
    "money": (
        "public_funding_eur",
        "commitments_eur",
        "payments_eur",
        "eu_esf_funding_eur",
        "private_funding_eur",
    ),
    "nature": ("cup_nature", "cup_sector"),
    "origin": ("source", "file_name", "row_number", "edition_date", "is_estimated"),
}

# What stands left and right, so that an operation is one page.
SIDES = (("identity", "bodies", "programme"), ("money", "time", "place", "nature", "origin"))


def draw(code: str, lang: Lang) -> bool:
    """Draw the page of one operation, and return true.

    If no operation has this code, draw nothing and return false.
    """
    found = session.operation(code)
    if not found:
        return False
    st.title(words.plain(found["title"] or code), anchor=False)
    back = {"page": address.text("page")}
    st.button(
        t("operations.back", lang), on_click=address.set_values, kwargs=back, key="back_to_list"
    )
    if found["is_synthetic"]:
        st.warning(t("operations.synthetic", lang), icon=":material/science:")
    for column, groups in zip(st.columns(2, gap="large"), SIDES, strict=True):
        with column:
            for group in groups:
                _group(group, GROUPS[group], found, lang)
    operation_people.panel(code, lang)
    _parts(found["parts"], lang)
    _public_page(found, lang)
    prose.small(notes.source(found["source"], lang, format_date(found["edition_date"], lang)))
    return True


def _group(group: str, names: Sequence[str], found: dict[str, Any], lang: Lang) -> None:
    lines = [
        f"| {t(f'fields.{name}', lang)} | {words.plain(_written(found, name, lang))} |"
        for name in names
        if name in found
    ]
    st.header(t(f"operations.group_{group}", lang), anchor=False)
    head = f"| {t('operations.field', lang)} | {t('operations.value', lang)} |\n|---|---|"
    st.markdown("\n".join([head, *lines]))


def _written(found: dict[str, Any], name: str, lang: Lang) -> str:
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
    if name in register.CODED:
        return session.names(register.CODED[name], lang).get(str(value), str(value))
    if name == "programme_name":
        value = programme_names.written(value)
    return register.joined(str(value))


def _parts(parts: Sequence[dict[str, Any]], lang: Lang) -> None:
    """Draw a table of an operation's shares, each of one programme, axis, region and fund.

    An operation with a single share has no table.
    """
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
    """Draw the address of the operation's public page; on OpenCoesione, also a link.

    If the operation has no public page, or is synthetic, draw a notice instead.
    """
    st.header(t("operations.group_page", lang), anchor=False)
    link = str(found.get("link") or "")
    if not link or found["is_synthetic"]:
        st.markdown(t("operations.no_page", lang))
        return
    whole = link if link.startswith(("http://", "https://")) else f"https://{link}"
    st.code(whole, language=None)
    if whole.startswith("https://opencoesione.gov.it/") or ".opencoesione.gov.it/" in whole:
        st.link_button(t("operations.open_page", lang), whole)
