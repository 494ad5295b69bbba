"""How a figure is cited: what it is, its edition, the day of consultation, and its address."""

from datetime import date
from urllib.parse import urlencode

import streamlit as st

from cruscotto.config import settings
from cruscotto.i18n import Lang, format_date, t
from cruscotto.ui.state import address, session
from cruscotto.ui.text import notes


def link() -> str:
    """Return the address of this view with the day of its edition.

    A page that shows another edition than its address names states both.
    """
    asked = {**address.present(), address.EDITION: [notes.newest_edition()]}
    page = (st.context.url or "").partition("?")[0]
    return f"{page}?{urlencode(asked, doseq=True, safe=',')}"


def short(title: str, lang: Lang) -> str:
    """Write a citation of one line, with the edition and whether the data are synthetic."""
    return t(
        "citing.short",
        lang,
        title=title.rstrip("."),
        edition=_day(lang),
        kind=t(f"citing.{notes.data_kind()}", lang),
        owner=_owner(lang),
    )


def long(title: str, lang: Lang) -> str:
    """Write a citation with the day of consultation and the address."""
    today = format_date(session.today(), lang)
    return t("citing.long", lang, short=short(title, lang), today=today, link=link())


def bibtex(key: str, title: str, lang: Lang) -> str:
    """Write a citation for BibTeX."""
    fields = {
        "author": f"{{{_owner(lang)}}}",
        "title": title,
        "year": notes.newest_edition()[:4],
        "note": f"{_day(lang)}; {t(f'citing.{notes.data_kind()}', lang)}",
        "url": link(),
        "urldate": session.today().isoformat(),
    }
    written = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{cruscotto-{key}-{notes.newest_edition()},\n{written}\n}}"


def draw(key: str, title: str, lang: Lang) -> None:
    """Draw address, short and long citation and BibTeX, each with its button to copy."""
    for name, written in (
        ("link", link()),
        ("short_label", short(title, lang)),
        ("long_label", long(title, lang)),
        ("bibtex", bibtex(key, title, lang)),
    ):
        st.markdown(f"**{t(f'citing.{name}', lang)}**")
        st.code(written, language=None, wrap_lines=True)


def _day(lang: Lang) -> str:
    return t(
        "citing.edition", lang, day=format_date(date.fromisoformat(notes.newest_edition()), lang)
    )


def _owner(lang: Lang) -> str:
    return settings().owner or t("app.title", lang)
