"""The versions kept: which of them is published, and how to publish an older one again."""

from pathlib import Path

import streamlit as st

from cruscotto.access import Access, log
from cruscotto.access.stewards import acting
from cruscotto.i18n import Lang, format_date, t
from cruscotto.ui.loading import acts
from cruscotto.warehouse import versions as kept
from cruscotto.warehouse.versions import Version


def draw(link: Path, lang: Lang) -> None:
    """Draw every version kept; publishing an older one again asks for confirmation."""
    listed = kept.versions(link)
    if not listed:
        return
    st.header(t("load.versions", lang), anchor=False)
    for version in listed:
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(_words(version, lang))
        if version.is_published:
            right.markdown(t("load.published", lang))
            continue
        with right.popover(t("load.go_back", lang), key=f"back_{version.stamp}"):
            st.markdown(t("load.go_back_means", lang))
            st.button(
                t("load.go_back_yes", lang),
                key=f"back_yes_{version.stamp}",
                on_click=acts.act,
                args=(lang, lambda access, to=version.stamp: _go_back(link, to, access, lang)),
            )


def _words(version: Version, lang: Lang) -> str:
    edition = format_date(version.edition, lang) if version.edition else "–"
    made = f"{version.made_at:%Y-%m-%d %H:%M} UTC"
    return t("load.version", lang, edition=edition, made=made, files=version.files or 0)


def _go_back(link: Path, to: int, access: Access, lang: Lang) -> str:
    with acting(access):
        log.record("rollback", to=to)
        version = kept.rollback(link, to)
    made = f"{version.made_at:%Y-%m-%d %H:%M} UTC"
    return t(
        "cli.rolled_back", lang, version=version.stamp, edition=version.edition or "–", made=made
    )
