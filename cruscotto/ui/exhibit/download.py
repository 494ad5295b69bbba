"""Buttons that give the data: the bytes the command line would write, with their sidecar."""

from functools import partial

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.ui.exhibit import large_files
from cruscotto.ui.exhibit.files import Files
from cruscotto.ui.state import version

OTHERS = ("plain", "xlsx", "parquet")


def buttons(files: Files, key: str, lang: Lang) -> None:
    """Offer the Italian CSV first, then its sidecar and the other formats."""
    with st.container(horizontal=True, gap="small"):
        _one(files, "it", key, t("download.csv", lang))
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
                _one(files, style, key, t(f"download.{style}", lang))


def _one(files: Files, style: str, key: str, label: str) -> None:
    if files.is_large:
        st.link_button(label, large_files.offer(files, style, f"{key}_{style}"))
        return
    st.download_button(
        label,
        data=version.as_file(partial(files.data, style)),
        file_name=files.name(style),
        mime=large_files.MIMES[style],
        key=f"{key}_{style}",
        on_click="ignore",
    )
