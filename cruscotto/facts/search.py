"""Search names over a whole edition: programmes, authorities, places, pacts, needs, indicators.

Only names and codes are looked at, never figures, and names of natural persons are in no list.
Every word searched must be somewhere in the name or the code; letters with and without accents are
the same.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cruscotto.facts.edition import Edition, remembered
from cruscotto.facts.figures import names
from cruscotto.i18n import Lang
from cruscotto.kpi.registry import KPIS

# Dimensions whose members are found, in the order of the answer.
DIMENSIONS = (
    "programme",
    "managing_authority",
    "region",
    "province",
    "pact",
    "theme",
    "occupation",
)
INDICATOR = "kpi"
MOST_WORDS = 8


@dataclass(frozen=True)
class Hit:
    """One thing found: its kind (a dimension, or an indicator), its code and its name."""

    kind: str
    code: str
    name: str


def found(edition: Edition, searched: str, lang: Lang, most: int = 8) -> dict[str, list[Hit]]:
    """Return what a search finds, by kind, at most so many of each; the nearest names first."""
    words = folded(searched).split()[:MOST_WORDS]
    if not words:
        return {}
    hits: dict[str, list[Hit]] = {}
    for text, hit in _index(edition, lang):
        if all(word in text for word in words):
            hits.setdefault(hit.kind, []).append(hit)
    return {kind: sorted(listed, key=_rank(words[0]))[:most] for kind, listed in hits.items()}


def _rank(word: str) -> Callable[[Hit], tuple[bool, bool, str]]:
    def rank(hit: Hit) -> tuple[bool, bool, str]:
        name = folded(hit.name)
        return not name.startswith(word), f" {word}" not in f" {name}", name

    return rank


@remembered(8, alike=True)
def _index(edition: Edition, lang: Lang) -> tuple[tuple[str, Hit], ...]:
    return tuple((folded(f"{hit.name} {hit.code}"), hit) for hit in _all(edition, lang))


def _all(edition: Edition, lang: Lang) -> Iterable[Hit]:
    for kpi in KPIS.values():
        yield Hit(INDICATOR, kpi.name, kpi.label.in_(lang))
    for dimension in DIMENSIONS:
        for code, name in names(edition, dimension, lang).items():
            yield Hit(dimension, code, name)


def folded(text: str) -> str:
    """Return a text without capitals and accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
