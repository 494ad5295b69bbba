"""The glossary: indicators and terms of the field from A to Z, each with an address of its own."""

from collections.abc import Iterable
from html import escape
from itertools import groupby

import streamlit as st

from cruscotto.facts.search import folded
from cruscotto.i18n import Lang, t
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi
from cruscotto.sources.catalogue import SOURCES
from cruscotto.ui.state import address, sitemap
from cruscotto.ui.text import prose, words

# What the anchor of an entry begins with.
ANCHOR = "voce-"
# Terms of the field that are no indicators; their words are in the catalogues.
TERMS = (
    "managing_authority",
    "axis",
    "certified",
    "claim",
    "cohort",
    "commitments",
    "decommitment",
    "edition",
    "fund",
    "hidden",
    "immature",
    "net_impact",
    "operation",
    "pact",
    "participant",
    "planned",
    "prefinancing",
    "programme",
    "target",
    "tranche",
)
_LETTER = "display:inline-block;padding:.25rem .5rem"
Entry = tuple[str, str, str]


def draw(lang: Lang) -> None:
    """Draw the entry that the address asks for, a search box, then all entries by first letter.

    With a text in the box, only entries that contain the text are drawn.
    """
    asked = address.text(address.ENTRY)
    found = [entry for entry in entries(lang) if entry[0] == asked]
    if asked and not found:
        st.info(t("glossary.unknown", lang))
        st.button(
            t("context.clear", lang), on_click=lambda: address.set_values(**{address.ENTRY: None})
        )
    for code, name, text in found:
        with st.container(border=True):
            st.header(words.plain(name), anchor=False)
            st.markdown(words.plain(text))
            if code in KPIS:
                _more(KPIS[code], lang)
    written = st.text_input(t("glossary.find", lang), key="glossary_find")
    _index(written, lang)


def _more(kpi: Kpi, lang: Lang) -> None:
    """Draw an indicator's source, and a link to the page on methods."""
    prose.small(words.plain(SOURCES[kpi.source].name.in_(lang)))
    sitemap.link("methodology", lang, t("app.how_measured", lang))


def _index(written: str, lang: Lang) -> None:
    """Draw the entries whose name or meaning contains a text, grouped by first letter.

    An empty text finds all entries.
    """
    wanted = folded(written.strip())
    held = [entry for entry in entries(lang) if wanted in folded(f"{entry[1]} {entry[2]}")]
    if not held:
        st.info(t("glossary.none", lang))
        return
    ordered = sorted(held, key=lambda entry: folded(entry[1]))
    by_letter = [(letter, list(group)) for letter, group in groupby(ordered, key=_letter)]
    letters = " ".join(
        f'<a href="#lettera-{one}" style="{_LETTER}">{one}</a>' for one, _ in by_letter
    )
    parts = [f'<nav aria-label="{escape(t("glossary.letters", lang))}">{letters}</nav>']
    parts += [_section(letter, group) for letter, group in by_letter]
    st.html("".join(parts))


def _letter(entry: Entry) -> str:
    first = folded(entry[1])[:1].upper()
    return first if first.isalpha() else "#"


def _section(letter: str, listed: Iterable[Entry]) -> str:
    terms = "".join(
        f'<dt id="{ANCHOR}{code}" style="font-weight:600;margin-top:.75rem">{escape(name)}</dt>'
        f'<dd style="margin:0 0 .25rem 0;max-width:46rem">{escape(text)}</dd>'
        for code, name, text in listed
    )
    return f'<h2 id="lettera-{letter}">{letter}</h2><dl>{terms}</dl>'


def entries(lang: Lang) -> list[Entry]:
    """Return the code, name and meaning of every entry."""
    found = [(kpi.name, kpi.label.in_(lang), _meaning(kpi, lang)) for kpi in KPIS.values()]
    terms = [(name, t(f"glossary.{name}", lang), t(f"glossary.{name}_is", lang)) for name in TERMS]
    return found + terms


def _meaning(kpi: Kpi, lang: Lang) -> str:
    if not kpi.denominator_label:
        return kpi.definition.in_(lang)
    parts = t(
        "notes.ratio",
        lang,
        numerator=kpi.numerator_label.in_(lang),
        denominator=kpi.denominator_label.in_(lang),
    )
    return f"{kpi.definition.in_(lang)} {parts}"


def words_of_names(lang: Lang) -> set[str]:
    """Return every word that occurs in the name of an entry, in lower case without accents."""
    return {word for _, name, _ in entries(lang) for word in folded(name).split()}


def matching(searched: str, lang: Lang) -> list[Entry]:
    """Return the terms whose name contains every word searched; indicators are left out."""
    return [entry for entry in entries(lang) if entry[0] in TERMS and holds(entry[1], searched)]


def holds(name: str, searched: str) -> bool:
    """Return whether a name contains every word of a search; false for an empty search."""
    asked = folded(searched).split()
    return bool(asked) and all(word in folded(name) for word in asked)
