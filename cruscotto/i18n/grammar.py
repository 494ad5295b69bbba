"""Articles and prepositions, so that sentences read naturally whatever their figures."""

from dataclasses import dataclass

from cruscotto.i18n.articles import with_article
from cruscotto.i18n.catalogue import Lang


@dataclass(frozen=True)
class Noun:
    """The forms of a proper name for use in sentences.

    Attributes:
        name: the name alone: `Marche`.
        the: the name as a subject, with a small first letter: `le Marche`.
        of: the name after “of”: `delle Marche`.
        within: the name after “in”: `nelle Marche`.
        is_plural: whether a verb with this subject is plural.
    """

    name: str
    the: str
    of: str
    within: str
    is_plural: bool = False

    @property
    def short(self) -> str:
        """Return the name for a chart, with `P.A.` in place of `Provincia autonoma di`."""
        for long in ("Provincia autonoma di ", "Autonomous Province of "):
            if self.name.startswith(long):
                return f"P.A. {self.name.removeprefix(long)}"
        return self.name


# Article of each area and whether “in” stands without it.
_PLACES: dict[str, tuple[str, str, bool]] = {
    "ITC1": ("il", "Piemonte", True),
    "ITC2": ("la", "Valle d'Aosta", True),
    "ITC3": ("la", "Liguria", True),
    "ITC4": ("la", "Lombardia", True),
    "ITH1": ("la", "Provincia autonoma di Bolzano", False),
    "ITH2": ("la", "Provincia autonoma di Trento", False),
    "ITH3": ("il", "Veneto", True),
    "ITH4": ("il", "Friuli-Venezia Giulia", True),
    "ITH5": ("l'", "Emilia-Romagna", True),
    "ITI1": ("la", "Toscana", True),
    "ITI2": ("l'", "Umbria", True),
    "ITI3": ("le", "Marche", False),
    "ITI4": ("il", "Lazio", False),
    "ITF1": ("l'", "Abruzzo", True),
    "ITF2": ("il", "Molise", True),
    "ITF3": ("la", "Campania", True),
    "ITF4": ("la", "Puglia", True),
    "ITF5": ("la", "Basilicata", True),
    "ITF6": ("la", "Calabria", True),
    "ITG1": ("la", "Sicilia", True),
    "ITG2": ("la", "Sardegna", True),
    "centre_north": ("il", "Centro-Nord", False),
    "south": ("il", "Mezzogiorno", False),
    "italy": ("l'", "Italia", True),
}
_ENGLISH: dict[str, tuple[str, str]] = {
    "ITH1": ("the ", "Autonomous Province of Bolzano"),
    "ITH2": ("the ", "Autonomous Province of Trento"),
    "centre_north": ("the ", "Centre-North"),
    "south": ("the ", "South"),
    "italy": ("", "Italy"),
}


def place(code: str, lang: Lang) -> Noun:
    """Return the forms of the name of a region, autonomous province, macro-area or Italy.

    Raises:
        KeyError: no place has the code.
    """
    article, name, is_bare = _PLACES[code]
    if lang == "en":
        before, english = _ENGLISH.get(code, ("", name))
        named = f"{before}{english}"
        return Noun(english, named, f"of {named}", f"in {named}")
    within = f"in {name}" if is_bare else with_article(article, name, "in")
    return Noun(
        name,
        with_article(article, name),
        with_article(article, name, "di"),
        within,
        article == "le",
    )


# First words of the bodies that manage programmes, with their article.
_BODIES = {
    "regione": "la",
    "provincia": "la",
    "presidenza": "la",
    "direzione": "la",
    "città": "la",
    "agenzia": "l'",
    "amministrazione": "l'",
    "autorità": "l'",
    "istituto": "l'",
    "ministero": "il",
    "dipartimento": "il",
    "comune": "il",
}


def body(name: str, lang: Lang) -> Noun:
    """Return the forms of the name of a public body.

    If the Italian article of the name is not known, `autorità` stands before the name: `l'autorità
    «…»`. The form `within` is about the body's programmes: `nei programmi della Regione Lazio`.
    """
    if lang == "en":
        return Noun(name, name, f"of {name}", f"in the programmes of {name}")
    article = _BODIES.get(name.split(" ")[0].lower())
    if article is None:
        article, named = "l'", f"autorità «{name}»"
    else:
        named = name
    of = with_article(article, named, "di")
    return Noun(name, with_article(article, named), of, f"nei programmi {of}")


def capital(sentence: str) -> str:
    """Return a sentence with a capital first letter."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def ordinal(number: int, lang: Lang) -> str:
    """Return a rank as text: `7º`, `7th`, `21st`."""
    if lang == "it":
        return f"{number}º"
    ending = (
        "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


def joined(names: list[str], lang: Lang) -> str:
    """Join names as in a sentence: `A, B e C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {'e' if lang == 'it' else 'and'} {names[-1]}"
