"""The results of a search, each a link to a page.

Questions come first: people who search "soldi persi" do not know the terms of the field.
"""

from functools import partial

import streamlit as st

from cruscotto.facts.search import INDICATOR, Hit, is_named
from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.finding import answers, glossary
from cruscotto.ui.state import address, session, sitemap
from cruscotto.ui.text import prose, words

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
    """Draw the search box and return the text searched."""
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
    """Draw the results of a search; if there are none, search again for similar words."""
    if _found(searched, lang):
        return
    known = {*answers.vocabulary(lang), *glossary.words_of_names(lang)}
    near = session.nearest_words(searched, lang, tuple(sorted(known)))
    if not near:
        _nothing(searched, lang)
        return
    asked, instead = words.plain(searched), words.plain(near)
    prose.lead(t("search.instead", lang, searched=asked, instead=instead))
    if not _found(near, lang):
        _nothing(searched, lang)


def _found(searched: str, lang: Lang) -> bool:
    """Draw the results of a search by kind, and return whether there are any.

    The kinds are questions, names, terms, pages and operations. Names come before questions if the
    text searched is exactly a name.
    """
    asked, hits = answers.found(searched, lang), session.search(searched, lang)
    parts = [partial(_answers, asked, lang), partial(_names, hits, lang)]
    listed = [hit for one in hits.values() for hit in one]
    for draw_part in reversed(parts) if is_named(searched, listed, lang) else parts:
        draw_part()
    further = _terms(searched, answers.terms(asked), lang) + _pages(searched, lang)
    return bool(asked or hits or further + _operations(searched, lang))


def _answers(asked: list[answers.Found], lang: Lang) -> None:
    if asked:
        st.header(t("search.kind_answer", lang), anchor=False)
    for one in asked:
        answers.link(one, lang)


def _names(hits: dict[str, list[Hit]], lang: Lang) -> None:
    for kind, listed in hits.items():
        st.header(t(f"search.kind_{kind}", lang), anchor=False)
        for hit in listed:
            _one(hit, lang)


def _nothing(searched: str, lang: Lang) -> None:
    """Draw a notice that nothing was found, and a link to the glossary."""
    st.info(t("search.nothing", lang, searched=words.plain(searched)))
    sitemap.link("glossary", lang, t("search.all_entries", lang))


def _one(hit: Hit, lang: Lang) -> None:
    name = words.plain(hit.name)
    if hit.kind == INDICATOR:
        page = "regions" if _is_regional(hit.code) else "glossary"
        chosen = {"kpi": hit.code} if page == "regions" else {address.ENTRY: hit.code}
        sitemap.link(page, lang, name, **chosen)
    elif hit.kind in TARGETS:
        page, choice = TARGETS[hit.kind]
        sitemap.link(page, lang, name, **{choice: [hit.code]})
    elif hit.kind == "province" and (region := answers.region_of(hit.code)):
        label = f"{name} ({session.names('region', lang)[region]})"
        sitemap.link("regions", lang, label, region=[region], **{tabs.NAME: "provinces"})
    else:
        sitemap.link("operations", lang, name, search=hit.name)


def _is_regional(name: str) -> bool:
    return "region" in MART_DIMENSIONS[KPIS[name].mart] and session.has_data(KPIS[name])


def _terms(searched: str, further: list[str], lang: Lang) -> int:
    """Draw a link for each glossary term that matches a search; return how many there are.

    Terms whose codes are in `further` are added at the end.
    """
    named = glossary.matching(searched, lang)
    known = {entry[0]: entry for entry in glossary.entries(lang)}
    found = named + [known[code] for code in further if known[code] not in named]
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
