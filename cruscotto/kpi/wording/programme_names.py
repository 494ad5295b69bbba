"""Programme names in normal case, where files publish them in capitals.

`POR SICILIA FSE` becomes `POR Sicilia FSE`, and `PN CAPACITA' PER LA COESIONE` becomes `PN Capacità
per la coesione`. Words that are not in capitals are unchanged. Lists of operations use the
published name.
"""

import re
from functools import lru_cache

# Kinds of programme, funds and bodies that are written in capitals everywhere.
ACRONYMS = frozenset(
    (
        *("POR", "PON", "PR", "PN", "POC", "PSC", "CONV", "CRO", "PA", "YEI", "IOG", "SPAO"),
        *("FSE", "FSE+", "FESR", "FESR-FSE", "FESR-FSE+", "FSC", "JTF"),
    )
)
# Words that keep a capital: those of Italy's regions and autonomous provinces, and of one fund.
NAMES = frozenset(
    (
        *("PIEMONTE", "VALLE", "VALLÉE", "AOSTA", "AOSTE", "LOMBARDIA", "TRENTINO", "ALTO"),
        *("ADIGE", "BOLZANO", "BOZEN", "TRENTO", "VENETO", "FRIULI", "VENEZIA", "GIULIA"),
        *("LIGURIA", "EMILIA", "ROMAGNA", "TOSCANA", "UMBRIA", "MARCHE", "LAZIO", "ABRUZZO"),
        *("MOLISE", "CAMPANIA", "PUGLIA", "BASILICATA", "CALABRIA", "SICILIA", "SARDEGNA"),
        *("ITALIA", "EUROPA", "SUD", "JUST", "TRANSITION", "FUND"),
    )
)
# Accents that files in capitals write as an apostrophe.
_ACCENTS = {"A'": "À", "E'": "È", "I'": "Ì", "O'": "Ò", "U'": "Ù"}
_ACCENTED = re.compile(r"(?<=[A-Z])(A'|E'|I'|O'|U')(?=\W|$)")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1024)
def written(name: str) -> str:
    """Return the name of a programme, or of the body that manages it, in normal case."""
    parts: list[str] = []
    is_first = True
    for part in name.split(" "):
        if part.strip("(),;:") in ACRONYMS or part != part.upper() or not _WORD.search(part):
            parts.append(part)
            continue
        parts.append(_calm(part, is_first))
        is_first = False
    return " ".join(parts)


def _calm(part: str, is_first: bool) -> str:
    """Return a part of a name in lower case, with capital initials where they belong.

    Words in `NAMES` get a capital initial, and so does the part's first word if `is_first` is true.
    An apostrophe that stands for an accent becomes the accent.
    """
    accented = _ACCENTED.sub(lambda found: _ACCENTS[found[1]], part)
    words = [found[0] for found in _WORD.finditer(accented)]

    def one(found: re.Match[str]) -> str:
        word = found[0]
        is_capital = word in NAMES or (is_first and word == words[0])
        return word.capitalize() if is_capital else word.lower()

    return _WORD.sub(one, accented)
