"""What a search over everything finds, and the page that each thing found opens."""

import streamlit as st

from cruscotto.facts.search import INDICATOR, Hit
from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.ui.finding import glossary
from cruscotto.ui.state import address, session, sitemap
from cruscotto.ui.text import notes, words

ASKED = "q"
# The page that shows a member of each dimension, and the name under which it is chosen there.
TARGETS = {
    "programme": ("authorities", "programme"),
    "managing_authority": ("authorities", "managing_authority"),
    "region": ("regions", "region"),
    "pact": ("needs", "pact"),
    "theme": ("axes", "theme"),
}
OPERATIONS = 5


def field(lang: Lang) -> str:
    """Draw the search and return what is searched."""
    written = address.text(ASKED)
    if st.session_state.get(ASKED) != written:
        st.session_state[ASKED] = written
    st.text_input(
        t("search.label", lang),
        key=ASKED,
        type="search",
        placeholder=t("search.hint", lang),
        max_chars=200,
        on_change=lambda: address.set_values(**{ASKED: st.session_state[ASKED].strip()}),
    )
    return written


def draw(searched: str, lang: Lang) -> None:
    """Draw what a search finds, by kind: names, terms, pages, operations."""
    hits = session.search(searched, lang)
    count = sum(map(len, hits.values()))
    for kind, listed in hits.items():
        st.header(t(f"search.kind_{kind}", lang), anchor=False)
        for hit in listed:
            _one(hit, lang)
    count += _terms(searched, lang) + _pages(searched, lang) + _operations(searched, lang)
    if not count:
        notes.nothing_searched(searched, lang)


def _one(hit: Hit, lang: Lang) -> None:
    name = words.plain(hit.name)
    if hit.kind == INDICATOR:
        page = "regions" if _is_regional(hit.code) else "glossary"
        chosen = {"kpi": hit.code} if page == "regions" else {address.ENTRY: hit.code}
        sitemap.link(page, lang, name, **chosen)
    elif hit.kind in TARGETS:
        page, choice = TARGETS[hit.kind]
        sitemap.link(page, lang, name, **{choice: [hit.code]})
    else:
        sitemap.link("operations", lang, name, search=hit.name)


def _is_regional(name: str) -> bool:
    return "region" in MART_DIMENSIONS[KPIS[name].mart] and session.has_data(KPIS[name])


def _terms(searched: str, lang: Lang) -> int:
    found = glossary.matching(searched, lang)
    if found:
        st.header(t("search.kind_term", lang), anchor=False)
    for code, term, _ in found:
        sitemap.link("glossary", lang, term, **{address.ENTRY: code})
    return len(found)


def _pages(searched: str, lang: Lang) -> int:
    found = [p for p in sitemap.PAGES if glossary.holds(t(f"{p}.title", lang), searched)]
    if found:
        st.header(t("search.kind_page", lang), anchor=False)
    for name in found:
        sitemap.link(name, lang, t(f"{name}.title", lang))
    return len(found)


def _operations(searched: str, lang: Lang) -> int:
    if not session.has_operations():
        return 0
    count = session.count_operations(Selection(), searched)
    if not count:
        return 0
    st.header(t("search.kind_operation", lang), anchor=False)
    for row in session.page_of_operations(
        Selection(), searched, "public_funding_eur", True, 0, OPERATIONS
    ):
        code = str(row["operation_code"])
        sitemap.link("operations", lang, words.plain(str(row["title"] or code)), operation=code)
    if count > OPERATIONS:
        every = words.count(count, "nouns.operations", lang)
        sitemap.link("operations", lang, t("search.all_operations", lang, n=every), search=searched)
    return count
