"""Italian articles in front of nouns and numbers: `nelle Marche`, `l'86,8 %`, `gli 80 posti`."""

import re
from typing import Literal

# What Italian fuses with the article that follows it.
Preposition = Literal["", "di", "a", "da", "in", "su"]
_FUSED: dict[str, tuple[str, str, str, str, str]] = {
    # with il, lo, la, l', le
    "": ("il ", "lo ", "la ", "l'", "le "),
    "di": ("del ", "dello ", "della ", "dell'", "delle "),
    "a": ("al ", "allo ", "alla ", "all'", "alle "),
    "da": ("dal ", "dallo ", "dalla ", "dall'", "dalle "),
    "in": ("nel ", "nello ", "nella ", "nell'", "nelle "),
    "su": ("sul ", "sullo ", "sulla ", "sull'", "sulle "),
}
_ARTICLES = ("il", "lo", "la", "l'", "le")
# The article of a percentage follows its number as it is spoken: l'8 %, l'11 %, l'1,5 %, lo 0,4 %.
_ELIDED = re.compile(r"(?:1(?!º)|8|8\d|8\d\d|11|8\.\d{3}|11\.\d{3})(?:,\d+)?(?!\d|\.\d)")
_ZERO = re.compile(r"0(?:,\d+)?(?!\d)")


def with_article(article: str, noun: str, preposition: Preposition = "") -> str:
    """Return an Italian noun after its preposition and article: `nelle Marche`.

    Args:
        article: `il`, `lo`, `la`, `l'` or `le`.
        noun: the noun.
        preposition: the preposition that is fused with the article; empty for the article alone.
    """
    return f"{_FUSED[preposition][_ARTICLES.index(article)]}{noun}"


def number_with_article(written: str, preposition: Preposition = "") -> str:
    """Write an Italian number after its article: `il 47,3 %`, `l'8 %`, `dell'11 %`, `lo 0,4 %`."""
    if _ZERO.match(written):
        return with_article("lo", written, preposition)
    if _ELIDED.match(written):
        return with_article("l'", written, preposition)
    return with_article("il", written, preposition)


# What stands before a number in a sentence of the catalogue, and the preposition in it.
_SINGULAR: dict[str, Preposition] = {
    "il": "",
    "del": "di",
    "al": "a",
    "dal": "da",
    "nel": "in",
    "sul": "su",
}
_PLURAL = {"i": "gli", "dei": "degli", "ai": "agli", "dai": "dagli", "nei": "negli", "sui": "sugli"}
_BEFORE_NUMBER = re.compile(
    rf"\b({'|'.join((*_SINGULAR, *_PLURAL))})[ \u00a0](\d[\d.,]*º?)", re.IGNORECASE
)


def agreed(sentence: str) -> str:
    """Correct the articles before the numbers of an Italian sentence.

    The catalogue writes `il {rate}` and `i {n} posti`. The right article depends on how the number
    is pronounced: l'86,8 %, lo 0,6 %, gli 80 posti.
    """
    return _BEFORE_NUMBER.sub(_with_its_article, sentence)


def _with_its_article(found: re.Match[str]) -> str:
    article, number = found[1].lower(), found[2]
    if article in _SINGULAR:
        written = number_with_article(number, _SINGULAR[article])
    elif _ELIDED.match(number) and not number.startswith("1,") and number != "1":
        written = f"{_PLURAL[article]} {number}"
    else:
        return found[0]
    return written[0].upper() + written[1:] if found[1][0].isupper() else written
