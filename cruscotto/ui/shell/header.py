"""The lines above and below every page: owner, edition of the data, language, links."""

import json
from html import escape
from urllib.parse import urlencode

import streamlit as st

from cruscotto.config import settings
from cruscotto.disclosure import Audience
from cruscotto.i18n import Lang, t
from cruscotto.ui.figures import palette
from cruscotto.ui.shell import data_sets, door, roles
from cruscotto.ui.state import address, role, session, sitemap
from cruscotto.ui.text import audience, cited, notes, prose

_FEEDS = (("ics", address.ICS), ("atom", address.ATOM))


def draw(lang: Lang) -> None:
    """Draw the line above the page: the installation's owner, the data's edition, the language."""
    with st.container(key="slim", horizontal=True, horizontal_alignment="distribute"):
        owner = settings().owner or t("app.title", lang)
        st.html(f'<span class="cs-owner">{escape(owner)}</span>', width="content")
        st.html(f'<span class="cs-edition">{cited.as_of(lang)}</span>', width="content")
        roles.choose(lang)
        data_sets.switch(lang)
        door.handle(lang)
        _languages(lang)


def ribbon(lang: Lang) -> None:
    """Draw a warning above a page with synthetic figures, or with exact figures of persons."""
    kind = notes.data_kind()
    if kind != "published":
        st.html(f'<div class="cs-ribbon" role="note">{t(f"context.{kind}_short", lang)}</div>')
    if session.rules().audience is Audience.EXACT:
        audience.line(lang)


def footer(lang: Lang, current: str) -> None:
    """Draw, below a page, its selection and edition, its disclosure rules, and links."""
    with st.container(key="footer"):
        st.html('<div class="cs-footer"></div>')
        notes.context(lang)
        if session.rules().audience is not Audience.EXACT:
            audience.line(lang)
        with st.container(horizontal=True):
            sitemap.link("methodology", lang, t("app.how_measured", lang))
            sitemap.link("accessibility", lang, t("accessibility.title", lang))
            _paper(lang, current)
        with st.container(key="feeds"):
            _feeds(lang)


def _paper(lang: Lang, current: str) -> None:
    """Draw a link to the page laid out for paper; on that page, a print button and a link back."""
    is_paper = address.is_paper()
    label = t("paper.back" if is_paper else "paper.open", lang)
    if is_paper:
        st.html(f'<button class="cs-print" type="button">{t("paper.print", lang)}</button>')
    asked = {**address.present(), address.PAPER: [] if is_paper else ["1"]}
    name = next(n for n, path in sitemap.ADDRESSES.items() if path == current)
    st.page_link(
        sitemap.page(name, lang),
        label=label,
        query_params={key: values for key, values in asked.items() if values},
    )


def _feeds(lang: Lang) -> None:
    """Draw links to the calendar and the feed of alerts for the present selection."""
    # a feed has no role: what the visitor's sets is written out
    asked = urlencode(sitemap.query(**{**role.filters(), address.ROLE: None}), doseq=True)
    ics, atom = (f"[{t(f'feeds.{name}', lang)}]({path[1:]}?{asked})" for name, path in _FEEDS)
    prose.small(f"{t('feeds.about', lang)} {ics} · {atom}")


def describe(lang: Lang, current: str) -> None:
    """Pass facts about the page to the browser's script: language, address, labels, theme."""
    page = {
        "lang": lang,
        "path": current,
        "menu": t("app.menu", lang),
        "filters": t("filters.title", lang),
        "scroll": t("tables.scroll", lang, n="{n}"),
        "isPaper": address.is_paper(),
        "theme": palette.theme(),
        "sheet": " – ".join(_on_each_sheet(lang)),
    }
    script = f"<script>window.cruscottoPage = {json.dumps(page)}</script>"
    # the container is never seen: while the script is on its way its place would push the page down
    with st.container(key="facts"):
        st.html(script, unsafe_allow_javascript=True)


def _on_each_sheet(lang: Lang) -> list[str]:
    """Return the texts at the foot of each printed sheet: product and edition.

    If any figure is synthetic, a further text states it.
    """
    kind = notes.data_kind()
    synthetic = [] if kind == "published" else [t(f"context.{kind}_short", lang)]
    return [t("app.title", lang), cited.as_of(lang), *synthetic]


def _languages(lang: Lang) -> None:
    key = "language"
    st.session_state[key] = lang
    st.segmented_control(
        t("app.language", lang),
        ["it", "en"],
        key=key,
        required=True,
        format_func=lambda code: t(f"app.lang_{code}", lang),
        on_change=lambda: address.set_values(lang=st.session_state[key]),
        label_visibility="collapsed",
    )
