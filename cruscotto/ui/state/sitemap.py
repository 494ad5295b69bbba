"""All pages with their addresses, and links between pages that keep the filters."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

import streamlit as st

from cruscotto.access import Role, context
from cruscotto.access.sign_in import configured
from cruscotto.config import ROOT
from cruscotto.i18n import Lang, t
from cruscotto.ui.state import address, filters, role

# File in `pages/` and address, in the order of the menu and by its groups.
MENU: dict[str, dict[str, str]] = {
    "home": {"overview": "quadro", "search": "cerca", "changes": "novita"},
    "money": {"authorities": "autorita", "axes": "assi", "pooled": "risorse"},
    "people": {"outcomes": "esiti", "net_impact": "impatto", "providers": "enti"},
    "territory": {"regions": "regioni", "compare": "confronto", "needs": "fabbisogni"},
    "data": {
        "operations": "interventi",
        "data_quality": "qualita",
        "methodology": "metodologia",
        "glossary": "glossario",
    },
}
PAGES: dict[str, str] = {name: path for group in MENU.values() for name, path in group.items()}
# Pages that the footer links, and the menu does not.
AT_FOOT: dict[str, str] = {"accessibility": "accessibilita"}
# Filters that act on a page, where not all of them do.
ACTING: dict[str, tuple[str, ...]] = {
    "needs": ("region",),
    **dict.fromkeys(("data_quality", "methodology", "accessibility", "glossary", "search"), ()),
}
HOME = "overview"
# Pages of one role, where visitors sign in: the menu of nobody else has them.
OF_ROLES: dict[Role, str] = {Role.STEWARD: "load", Role.AUDITOR: "access_log"}
ADDRESSES: dict[str, str] = {**PAGES, **AT_FOOT, "load": "carica", "access_log": "accessi"}
ACTING |= dict.fromkeys(OF_ROLES.values(), ())
# What a link carries from page to page; a page's own choices stay on it.
CARRIED = (
    *filters.FILTERS,
    address.LANG,
    address.DATA,
    address.ROLE,
    *address.PINS,
    address.HEADERS,
    address.PERCENT,
    # the indicator of one page is that of the next where it knows it; a list keeps its columns
    "kpi",
    "columns",
)


def page(name: str, lang: Lang) -> st.Page:
    """Return Streamlit's object for a page, which has its file, title and address."""
    return st.Page(
        ROOT / "pages" / f"{name}.py", title=t(f"{name}.title", lang), url_path=ADDRESSES[name]
    )


def navigation(lang: Lang) -> st.Page:
    """Register every page with Streamlit, and return the page that the address names."""
    door = st.Page(lambda: _enter(lang), title=t("app.title", lang), default=True)
    # also before sign-in, so that a link to them is no unknown page; they draw nothing to others
    of_roles = OF_ROLES.values() if configured() else ()
    pages = [page(name, lang) for name in (*PAGES, *AT_FOOT, *of_roles)]
    return st.navigation([door, *pages], position="hidden")


def _of_roles() -> list[str]:
    """Return the names of pages that only visitors with this visitor's sign-in role see.

    Without sign-in there are none.
    """
    if configured() is None:
        return []
    return [name for role, name in OF_ROLES.items() if context.current().is_a(role)]


def _enter(lang: Lang) -> None:
    """Go to the first page of the visitor's role.

    If the address asks for a page that does not exist, go to the overview, which shows a notice
    with that address.
    """
    path = urlsplit(st.context.url or "").path.strip("/")
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    asked = path.removeprefix(base).strip("/")
    first = HOME if asked else role.start(role.chosen())
    st.switch_page(page(first, lang), query_params=query(**{address.MISSING: asked or None}))


def query(**changes: str | Iterable[str] | None) -> dict[str, list[str]]:
    """Return the query part of a link to another page, with the given changes.

    It has what every link carries (`CARRIED`), such as filters, language and data set.
    """
    asked = address.changed(**changes)
    return {name: asked[name] for name in asked if name in CARRIED or name in changes}


@lru_cache(maxsize=64)
def _target(name: str, lang: Lang) -> st.Page:
    """Return Streamlit's object for a page, from a cache.

    A new object costs a search for the page's file, and a screen has twenty links.
    """
    return page(name, lang)


def link(name: str, lang: Lang, label: str, **changes: str | Iterable[str] | None) -> None:
    """Draw a link to another page with the present filters, or with the given changes to them."""
    st.page_link(_target(name, lang), label=label, query_params=query(**changes))


def menu(lang: Lang, current: str) -> None:
    """Draw the menu of pages.

    The link to the present page repeats the query of the address: at a click Streamlit runs the
    page with the link's query, but leaves the browser's address unchanged.
    """
    for group, pages in MENU.items():
        if group != "home":
            title = t(f"menu.{group}", lang)
            st.html(f'<div class="cs-group" role="heading" aria-level="2">{title}</div>')
        for name, path in pages.items():
            asked = address.present() if path == current else query()
            st.page_link(_target(name, lang), label=t(f"{name}.title", lang), query_params=asked)
    for name in _of_roles():
        link(name, lang, t(f"{name}.title", lang))


def acting(path: str) -> tuple[str, ...]:
    """Return the names of the filters that have an effect on the page at an address."""
    name = next((name for name, found in ADDRESSES.items() if found == path), HOME)
    return ACTING.get(name, filters.FILTERS)
