"""Citations of a figure: title, edition, day of consultation, and address."""

from urllib.parse import urlencode

import streamlit as st

from cruscotto.config import settings
from cruscotto.facts import kept
from cruscotto.i18n import Lang, format_date, t
from cruscotto.ui.state import address, session, version
from cruscotto.ui.text import cited, notes


def link() -> str:
    """Return an address that always opens this page with the data that it shows now.

    The address names the data set, the edition and the disclosure rules. It opens that edition as
    long as the edition is kept, even if newer ones are published.
    """
    shown = version.shown()
    pins = {
        address.DATA: session.data_set(),
        address.EDITION: session.newest_day(),
        address.VERSION: kept.mark(shown),
        address.RULES: kept.rules_mark(shown.rules),
    }
    return _address(pins)


def living_link() -> str:
    """Return the address that always opens this page in the newest edition."""
    pins = dict.fromkeys(address.PINS, "")
    return _address({**pins, address.DATA: session.data_set(), address.EDITION: address.NEWEST})


def _address(pins: dict[str, str]) -> str:
    asked = {**address.present(), **{name: [value] for name, value in pins.items() if value}}
    asked = {name: value for name, value in asked.items() if pins.get(name, value)}
    page = (st.context.url or "").partition("?")[0]
    return f"{page}?{urlencode(asked, doseq=True, safe=',')}"


def short(title: str, lang: Lang) -> str:
    """Return a citation of one line: author, title, edition, and the kind of the data."""
    return t(
        "citing.short",
        lang,
        title=title.rstrip("."),
        edition=_day(lang),
        kind=t(f"citing.{notes.data_kind()}", lang),
        owner=_owner(lang),
    )


def long(title: str, lang: Lang) -> str:
    """Return a citation with edition, day of consultation and address."""
    today = format_date(session.today(), lang)
    return t("citing.long", lang, short=short(title, lang), today=today, link=link())


def bibtex(key: str, title: str, lang: Lang) -> str:
    """Return a citation as an entry of BibTeX."""
    fields = {
        "author": f"{{{_owner(lang)}}}",
        "title": title,
        "year": session.newest_day()[:4],
        "note": f"{_day(lang)}; {t(f'citing.{notes.data_kind()}', lang)}",
        "url": link(),
        "urldate": session.today().isoformat(),
    }
    written = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{cruscotto-{key}-{session.newest_day()},\n{written}\n}}"


def draw(key: str, title: str, lang: Lang) -> None:
    """Draw two addresses, two citations (short and long) and a BibTeX entry, with copy buttons."""
    for name, written in (
        ("link", link()),
        ("living_link", living_link()),
        ("short_label", short(title, lang)),
        ("long_label", long(title, lang)),
        ("bibtex", bibtex(key, title, lang)),
    ):
        st.markdown(f"**{t(f'citing.{name}', lang)}**")
        st.code(written, language=None, wrap_lines=True)


def _day(lang: Lang) -> str:
    return t("citing.edition", lang, day=cited.in_words(session.newest_day(), lang))


def _owner(lang: Lang) -> str:
    return settings().owner or t("app.title", lang)
