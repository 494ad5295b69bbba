"""Search names in a whole edition: programmes, authorities, places, pacts, needs, indicators.

Only names and codes are searched, never figures. No list has names of natural persons. Every word
searched must be in the name or the code. Accents make no difference. Words such as "of" are ignored
if there are other words. If a search finds nothing, `nearest` replaces unknown words by similar
words that occur in names.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from cruscotto.facts.edition import Edition, remembered
from cruscotto.facts.figures import names
from cruscotto.i18n import Lang, t
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
# Shorter words are near too many others, and how alike two words are at least (1 is the same).
SHORTEST_MENDED, ALIKE = 4, 0.78


@dataclass(frozen=True)
class Hit:
    """A name found: its kind (a dimension, or `kpi` for an indicator), its code and the name."""

    kind: str
    code: str
    name: str


def found(edition: Edition, searched: str, lang: Lang, most: int = 8) -> dict[str, list[Hit]]:
    """Return the names that a search finds, by kind, at most `most` of each kind.

    Names equal to the search come first, then names that begin with its first word. A kind with a
    name equal to the search comes before the other kinds.
    """
    words = asked_words(searched, lang)
    if not words:
        return {}
    hits: dict[str, list[Hit]] = {}
    for text, hit in _index(edition, lang):
        if all(word in text for word in words):
            hits.setdefault(hit.kind, []).append(hit)
    rank = _rank(" ".join(words), words[0])
    ranked = {kind: sorted(listed, key=rank)[:most] for kind, listed in hits.items()}
    return dict(sorted(ranked.items(), key=lambda one: rank(one[1][0])[0]))


def _rank(whole: str, word: str) -> Callable[[Hit], tuple[bool, bool, bool, str]]:
    def rank(hit: Hit) -> tuple[bool, bool, bool, str]:
        name = folded(hit.name)
        return name != whole, not name.startswith(word), f" {word}" not in f" {name}", name

    return rank


def is_named(searched: str, hits: Iterable[Hit], lang: Lang) -> bool:
    """Return whether the search is the name of a hit.

    If the search has several words, it need only be the beginning of the name of a hit.
    """
    whole = folded(searched).strip()
    several = len(asked_words(searched, lang)) > 1
    names = [folded(hit.name) for hit in hits]
    return any(name == whole or (several and name.startswith(whole)) for name in names)


def asked_words(searched: str, lang: Lang) -> list[str]:
    """Return the words of a search, without words such as "of".

    Another name of a place, such as `naples`, is replaced by its Italian name. The catalogue lists
    these names in `search.other_names`.
    """
    called = dict(pair.split("=") for pair in t("search.other_names", lang).split())
    found = re.findall(r"[^\s,;?!\"«»]+", folded(searched))
    words = [called.get(word, word) for word in found]
    small = set(t("search.small_words", lang).split())
    return ([word for word in words if word not in small] or words)[:MOST_WORDS]


def nearest(edition: Edition, searched: str, lang: Lang, further: Iterable[str] = ()) -> str:
    """Return a search in which the most similar known words replace unknown words.

    The result is empty if no word is replaced.

    Args:
        edition: the edition whose names are searched.
        searched: the text that was searched.
        lang: the language of names.
        further: words that are known although no name has them.
    """
    known = _vocabulary(edition, lang) | set(further)
    words = asked_words(searched, lang)
    mended = [word if word in known else _mended(word, known) for word in words]
    return " ".join(mended) if mended != words else ""


def _mended(word: str, known: set[str]) -> str:
    near = get_close_matches(word, known, 1, ALIKE) if len(word) >= SHORTEST_MENDED else []
    return near[0] if near else word


@remembered(4, alike=True)
def _vocabulary(edition: Edition, lang: Lang) -> set[str]:
    """Return the words of all names, without words too short to replace a misspelt word."""
    words = {word for text, _ in _index(edition, lang) for word in re.findall(r"\w+", text)}
    return {word for word in words if len(word) >= SHORTEST_MENDED and word.isalpha()}


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
    """Return a text in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
