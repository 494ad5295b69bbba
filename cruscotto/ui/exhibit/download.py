"""Buttons that give the data: the bytes the command line would write, with their sidecar."""

from functools import partial

import streamlit as st

from cruscotto.access.log import PURPOSE_LENGTH
from cruscotto.config import settings
from cruscotto.i18n import Lang, t
from cruscotto.ui.exhibit import citing, large_files
from cruscotto.ui.exhibit.files import Files
from cruscotto.ui.state import version, visit

OTHERS = ("plain", "xlsx", "parquet")


def buttons(files: Files, key: str, lang: Lang, title: str = "") -> None:
    """Offer the Italian CSV first, sidecar and other formats, and how a titled figure is cited."""
    may_give = has_purpose(key, lang)
    with st.container(horizontal=True, gap="small"):
        _one(files, "it", key, t("download.csv", lang), may_give)
        st.download_button(
            t("download.sidecar", lang),
            data=version.as_file(partial(files.sidecar, "it")),
            file_name=f"{files.name('it')}.json",
            mime="application/json",
            key=f"{key}_sidecar",
            on_click="ignore",
            help=t("download.sidecar_help", lang),
        )
        with st.popover(t("download.others", lang)):
            for style in OTHERS:
                _one(files, style, key, t(f"download.{style}", lang), may_give)
        if title:
            menu = st.popover(t("citing.button", lang), key=f"{key}_cite", on_change="rerun")
            if menu.open:
                with menu:
                    citing.draw(key, title, lang)


def has_purpose(key: str, lang: Lang) -> bool:
    """Ask what files are for, where this installation wants to know; return whether they go."""
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


def _one(files: Files, style: str, key: str, label: str, may_give: bool) -> None:
    if files.is_large and may_give:
        st.link_button(label, large_files.offer(files, style, f"{key}_{style}"))
        return
    st.download_button(
        label,
        data=version.as_file(partial(files.data, style)),
        file_name=files.name(style),
        mime=large_files.MIMES[style],
        key=f"{key}_{style}",
        disabled=not may_give,
        on_click="ignore",
    )
