"""The names of licences in the reader's language; files state them in Italian or abbreviated."""

from cruscotto.i18n import Lang, t

# The words of each licence in the catalogues; CC BY, EUPL and IODL are names in every language.
WORDED = {
    "Dati pubblici": "public",
    "Dati pubblici dei programmi": "programmes",
    "Dati pubblici; per Excelsior, quella indicata da Unioncamere": "needs",
    "Dati personali pseudonimizzati: nessuna ripubblicazione": "persons",
    "Dati di monitoraggio dell'autorità": "monitoring",
    "facts": "facts",
}
NAMES = ("CC BY", "EUPL", "IODL")


def in_words(licence: str, lang: Lang) -> str:
    """Return a licence's name in the reader's language.

    A licence that this program does not know keeps the name that the file states.
    """
    return t(f"licences.{WORDED[licence]}", lang) if licence in WORDED else licence
