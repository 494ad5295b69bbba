"""Questions in the words of newcomers, each with the page that answers it.

The catalogues hold each question (`answers.NAME`) and the beginnings of words with which people ask
it (`answers.NAME_words`): `perd` matches "perdere" and "perdiamo". A word that few questions share
weighs more than one that many share. If the search names a region, the page is filtered by it.
"""

from collections import Counter
from dataclasses import dataclass, field

from cruscotto.facts.search import asked_words, folded
from cruscotto.i18n import Lang, t
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.state import session, sitemap
from cruscotto.ui.state.places import short_names

MOST = 3
# Letters that a word must share with a beginning that is longer than it: "donn" while one writes.
FEWEST = 3
# A question that weighs this many times less than the likeliest is not meant.
FARTHEST = 3
# What two places ask, whatever the other words.
COMPARE = "compare"


@dataclass(frozen=True)
class Way:
    """The page that answers a question.

    Attributes:
        page: the page's name.
        tab: the page's tab; empty for the first tab.
        wide: the page for all Italy, if `page` answers for one region only.
        terms: the codes of glossary entries on the question's subject.
        chosen: further choices that the link writes into the address.
    """

    page: str
    tab: str = ""
    wide: "Way | None" = None
    terms: tuple[str, ...] = ()
    chosen: dict[str, str] = field(default_factory=dict)


WAYS: dict[str, Way] = {
    "lost_money": Way("authorities", "deadline", Way("overview"), ("decommitment",)),
    "to_certify": Way("authorities", "deadline", Way("overview"), ("certified", "claim")),
    "spent": Way("overview", terms=("planned", "commitments")),
    "who_pays": Way("pooled", terms=("fund",)),
    "axes": Way("axes", terms=("axis",)),
    "jobs": Way("outcomes"),
    "women": Way("outcomes", "groups"),
    "young": Way("outcomes", "groups"),
    "fragile": Way("outcomes", "groups"),
    "leavers": Way("outcomes", "pathway"),
    "pay": Way("net_impact", chosen={"outcome": "earnings_change"}),
    "useful": Way("net_impact", terms=("net_impact",)),
    "price": Way("outcomes", "costs"),
    "trades": Way("needs", "gaps", terms=("pact",)),
    "asked_for": Way("needs", terms=("pact",)),
    "schools": Way("providers"),
    "ranking": Way("regions"),
    COMPARE: Way("compare"),
    "provinces": Way("regions", "provinces"),
    "targets": Way("authorities", "targets", Way("outcomes", "targets"), ("target",)),
    "late": Way("regions", chosen={"kpi": "overdue_share"}),
    "changed": Way("changes", terms=("edition",)),
    "list": Way("operations", terms=("operation",)),
    "reliable": Way("data_quality"),
    "hidden": Way("methodology", "states", terms=("hidden", "immature")),
    "method": Way("methodology"),
}


@dataclass(frozen=True)
class Found:
    """A question that matches a search, and the codes of the regions named in the search."""

    name: str
    regions: tuple[str, ...]

    @property
    def way(self) -> Way:
        """Return the page that answers the question."""
        return WAYS[self.name]


def found(searched: str, lang: Lang) -> list[Found]:
    """Return up to three questions that match a search, the best match first.

    A question matches if half the words searched, names of regions left out, ask it. A search that
    names several regions also gets the question of how they compare.
    """
    words = asked_words(searched, lang)
    regions = _regions(words)
    rest = [word for word in words if not _is_of(word, regions)]
    asked = {name: {word for word in rest if _asks(word, name, lang)} for name in WAYS}
    shared = Counter(word for held in asked.values() for word in held)
    weight = {name: sum(1 / shared[word] for word in held) for name, held in asked.items()}
    enough = [name for name, held in asked.items() if held and 2 * len(held) >= len(rest)]
    likeliest = sorted(enough, key=lambda name: -weight[name])
    likeliest = [name for name in likeliest if weight[name] >= weight[likeliest[0]] / FARTHEST]
    if len(regions) > 1 and COMPARE not in likeliest:
        likeliest.insert(0, COMPARE)
    return [Found(name, regions) for name in likeliest[:MOST]]


def terms(listed: list[Found]) -> list[str]:
    """Return the codes of glossary entries on the questions' subjects, in the questions' order."""
    return list(dict.fromkeys(term for one in listed for term in one.way.terms))


def link(one: Found, lang: Lang) -> None:
    """Draw a question as a link to its answer; the link's text names the page and the regions."""
    names = short_names()
    way = one.way if one.regions or not one.way.wide else one.way.wide
    region = {"region": one.regions} if one.regions else {}
    tab = {tabs.NAME: way.tab} if way.tab else {}
    parts = [t(f"{way.page}.title", lang), *(names[code] for code in one.regions)]
    label = f"{t(f'answers.{one.name}', lang)} ({', '.join(parts)})"
    sitemap.link(way.page, lang, label, **{**way.chosen, **tab, **region})


def vocabulary(lang: Lang) -> set[str]:
    """Return the beginnings of words, such as `perd`, by which a search finds questions."""
    return {word for name in WAYS for word in _beginnings(name, lang)}


def _asks(word: str, name: str, lang: Lang) -> bool:
    return any(
        word.startswith(begins) or (len(word) >= FEWEST and begins.startswith(word))
        for begins in _beginnings(name, lang)
    )


def _beginnings(name: str, lang: Lang) -> list[str]:
    return folded(t(f"answers.{name}_words", lang)).split()


def _regions(words: list[str]) -> tuple[str, ...]:
    names = {code: _name_words(name) for code, name in short_names().items()}
    return tuple(code for code, named in names.items() if named <= set(words))


def _is_of(word: str, regions: tuple[str, ...]) -> bool:
    names = short_names()
    return any(word in _name_words(names[code]) for code in regions)


def _name_words(name: str) -> set[str]:
    return set(folded(name).replace("-", " ").split())


def region_of(province: str) -> str:
    """Return the code of the region of a province; empty if the edition lacks the province."""
    rows = session.rows("province_regions")
    return next((str(r["region_code"]) for r in rows if r["province_code"] == province), "")
