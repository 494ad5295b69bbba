"""The address (URL) of a page holds its state: filters, language and choices, as codes.

Streamlit can tie a widget to the address by itself, but it would write labels: a link would change
with the language, and break if a label changes. Codes stay the same, and the command line reads
them too. Every run of a page starts from the address.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

import streamlit as st

from cruscotto.config import DEMONSTRATION, OFFICIAL, settings
from cruscotto.i18n import Lang
from cruscotto.kpi.query.selection import read_codes, written_code

LANG = "lang"
# which of the two data sets is shown; the official one needs no word
DATA = "dati"
# a page laid out for paper: everything open, one thing after another
PAPER = "stampa"
# who reads: the region of an authority, a ministry, an analyst
ROLE = "as"
# What a link cites: the day of an edition or the word for whichever is newest, which version of it,
# and the rules under which figures of persons were guarded.
EDITION, VERSION, RULES, NEWEST = "edizione", "versione", "regole", "ultima"
PINS = (EDITION, VERSION, RULES)
# How files are written: headers in words or codes, shares as percentages, a list's own columns.
HEADERS, PERCENT, AS_LISTED = "intestazioni", "percentuali", "colonne"
# The page that an address asked for and nobody has.
MISSING = "pagina_inesistente"
# The entry of the glossary that a link opens.
ENTRY = "voce"
# Where the server gives a large file that a page offered.
LARGE_FILE = "/api/files/{token}"
# Dates for a calendar and alerts for a feed reader, of the selection in their query.
FEEDS = ICS, ATOM = ("/api/scadenze.ics", "/api/avvisi.atom")
ALL = "all"
FILTERS = ("period", "fund", "region", "managing_authority", "programme", "axis", "status")
# Names under which codes stand, as many as one likes.
LISTED = (*FILTERS, "columns")
# Choices that name one row of a list: they fall when the list changes.
POSITIONS = ("page", "operation")


def values(name: str) -> list[str]:
    """Return the codes that the address has under a name; in the address, commas separate them."""
    parts = st.query_params.get_all(name)
    return [code for part in parts for code in read_codes(part)]


def text(name: str) -> str:
    """Return the text that the address has under a name, commas included; empty if it has none."""
    return str(st.query_params.get(name, ""))


def language() -> Lang:
    """Return the language in the address or, if there is none, the installation's language."""
    asked = text(LANG)
    return "en" if asked == "en" else "it" if asked == "it" else settings().lang


def data_set() -> str:
    """Return the data set in the address: the demonstration if asked for, else the official one."""
    is_demo = text(DATA) == DEMONSTRATION and DEMONSTRATION in settings().data_sets
    return DEMONSTRATION if is_demo else OFFICIAL


def is_paper() -> bool:
    """Return whether the address asks for the page laid out for paper."""
    return text(PAPER) == "1"


def set_values(**changes: str | Iterable[str] | None) -> None:
    """Write values under their names into the address; an empty value removes the name.

    A position on the page (`POSITIONS`) is removed too, unless it is among the values.
    """
    st.query_params.from_dict(changed(**changes))


def present() -> dict[str, list[str]]:
    """Return all names in the present address, with their values."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def changed(**changes: str | Iterable[str] | None) -> dict[str, list[str]]:
    """Return the query parameters of the present address, with the given ones changed.

    Parameters that are a position on the page (`POSITIONS`) are left out unless given.
    """
    kept = present()
    for name in POSITIONS:
        kept.pop(name, None)
    for name, value in changes.items():
        listed = [value] if isinstance(value, str) else list(value or ())
        # words of one choice are written as they are, codes of a list as they are read
        write = written_code if name in LISTED else str
        kept[name] = [write(part) for part in listed if part]
    return {name: listed for name, listed in kept.items() if listed}


def link(**changes: str | Iterable[str] | None) -> str:
    """Return a link to the present page, with the given values of its address changed."""
    return f"?{urlencode(changed(**changes), doseq=True)}"
