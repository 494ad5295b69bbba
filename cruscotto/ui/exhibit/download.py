"""The download menu of a chart or table: images, and the data files that the command line makes."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from cruscotto.access.log import PURPOSE_LENGTH
from cruscotto.config import settings
from cruscotto.export import HEADERS, Look
from cruscotto.i18n import Lang, t
from cruscotto.ui.exhibit import citing, images, large_files, whole_page
from cruscotto.ui.exhibit.files import Files
from cruscotto.ui.state import address, version, visit

STYLES = ("it", "plain", "xlsx", "parquet")
AS_SHOWN, AS_SHARES, LISTED, EVERY = "schermo", "quote", "elenco", "tutte"


def buttons(
    files: Files, key: str, lang: Lang, title: str = "", picture: images.Picture | None = None
) -> None:
    """Draw the menus below a chart or table: one with files and picture, one with the citation.

    Without a title there is no citation.

    A menu's content is drawn only when a reader opens the menu, since a page has many menus.
    """
    whole_page.add(key, title or files.stem, files)
    with st.container(horizontal=True, gap="small"):
        menu = st.popover(t("download.button", lang), key=f"{key}_files", on_change="rerun")
        if is_open(menu):
            with menu:
                may_give = _offers(files, key, lang)
                if picture and may_give:
                    images.draw(picture, files.stem, lang)
        if title:
            menu = st.popover(t("citing.button", lang), key=f"{key}_cite", on_change="rerun")
            if menu.open:
                with menu:
                    citing.draw(key, title, lang)


def is_open(menu: Any) -> bool:
    """Return whether a reader has opened a menu."""
    return bool(menu.open)


def _offers(files: Files, key: str, lang: Lang) -> bool:
    """Draw a button for each file format and for the note; return whether readers may download.

    They may if they stated a purpose, or if the installation requires none.
    """
    may_give = has_purpose(key, lang)
    look = _look(files, key, lang)
    with st.container(horizontal=True, gap="small"):
        for style in STYLES:
            _one(files, style, key, t(f"download.{style}", lang), look, may_give)
        st.download_button(
            t("download.sidecar", lang),
            data=version.as_file(partial(files.sidecar, "it", look)),
            file_name=f"{files.name('it')}.json",
            mime="application/json",
            key=f"{key}_sidecar",
            on_click="ignore",
            help=t("download.sidecar_help", lang),
        )
    return may_give


def everything(page: str, lang: Lang) -> None:
    """Draw the menu with one file of all the page's tables, if the page has more than one table."""
    if address.is_paper() or not whole_page.is_worth_it():
        return
    menu = st.popover(t("download.all", lang), key="all_files", on_change="rerun")
    if is_open(menu):
        with menu:
            may_give = has_purpose("all", lang)
            whole_page.draw(page, _wording("all", lang), lang, may_give=may_give)


def _wording(key: str, lang: Lang) -> Look:
    """Draw two options for a file: how to write headers and how to write percentages.

    Returns:
        The options chosen.
    """
    headers = _choice(address.HEADERS, key, HEADERS, lang)
    shares = _choice(address.PERCENT, key, (AS_SHARES, AS_SHOWN), lang)
    return Look.of(headers, percent=shares == AS_SHOWN)


def _look(files: Files, key: str, lang: Lang) -> Look:
    """Draw the options for the files of one table, and return the options chosen.

    For a list, one more option is whether the file has the list's columns and order, or everything.
    """
    look = _wording(key, lang)
    if files.as_listed is None:
        return look
    listed = _choice(address.AS_LISTED, key, (EVERY, LISTED), lang)
    if listed == EVERY:
        return look
    return replace(files.as_listed, headers=look.headers, percent=look.percent)


def _choice(name: str, key: str, options: tuple[str, ...], lang: Lang) -> str:
    """Draw an option and return its value.

    The first value is the default; only another value is written into the address.
    """
    written = address.text(name)
    chosen = written if written in options else options[0]
    own_key = f"{key}_{name}"
    st.session_state[own_key] = chosen
    st.segmented_control(
        t(f"download.{name}", lang),
        list(options),
        key=own_key,
        required=True,
        format_func=lambda option: t(f"download.{name}_{option}", lang),
        on_change=_chosen(name, own_key, options[0]),
    )
    return chosen


def _chosen(name: str, key: str, usual: str) -> Callable[[], None]:
    def write() -> None:
        value = st.session_state[key]
        address.set_values(**{name: None if value == usual else value})

    return write


def has_purpose(key: str, lang: Lang) -> bool:
    """Return whether files may be downloaded: a purpose is stated, or no purpose is required.

    If the installation requires a purpose, draw the field in which the reader states it.
    """
    if not settings().purpose_required:
        return True
    purpose = st.text_input(
        t("download.purpose", lang),
        st.session_state.get(visit.PURPOSE, ""),
        max_chars=PURPOSE_LENGTH,
        key=f"{key}_purpose",
        help=t("download.purpose_help", lang),
    )
    st.session_state[visit.PURPOSE] = purpose
    return bool(purpose.strip())


def _one(files: Files, style: str, key: str, label: str, look: Look, may_give: bool) -> None:
    if files.is_large and may_give:
        address_of_file = large_files.offer(files, style, f"{key}_{style}", look)
        st.link_button(label, address_of_file)
        return
    st.download_button(
        label,
        data=version.as_file(partial(files.data, style, look)),
        file_name=files.name(style),
        mime=large_files.MIMES[style],
        key=f"{key}_{style}",
        disabled=not may_give,
        on_click="ignore",
    )
