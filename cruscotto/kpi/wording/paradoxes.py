"""Sentences on a difference of two rates that reverses within strata; see `analysis.simpson`."""

from collections.abc import Callable, Mapping, Sequence

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.analysis.simpson import Paradox
from cruscotto.kpi.query.selection import dimension
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.wording.phrases import figure

# A line writes the rates of so many strata, the largest; it counts the others.
STRATA = 5
Names = Callable[[str], Mapping[str, str]]


def sentences(
    kpi: Kpi, pair: tuple[str, str], found: Sequence[tuple[str, Paradox]], names: Names, lang: Lang
) -> list[str]:
    """Return one sentence for each characteristic for which a difference of rates reverses.

    Args:
        kpi: the rate compared.
        pair: the names of the two groups.
        found: pairs of a characteristic's name and the difference that reverses within its strata.
        names: returns the labels of the codes of a characteristic.
        lang: the reader's language.
    """
    return [_sentence(kpi, pair, name, one, names(name), lang) for name, one in found]


def _sentence(
    kpi: Kpi, pair: tuple[str, str], name: str, found: Paradox, words: Mapping[str, str], lang: Lang
) -> str:
    largest = sorted(found.strata, key=lambda one: -(one.first[1] + one.second[1]))[:STRATA]
    strata = "; ".join(
        t(
            "simpson.stratum",
            lang,
            name=words.get(one.code, one.code),
            first=figure(one.first[0] / one.first[1], kpi, lang),
            second=figure(one.second[0] / one.second[1], kpi, lang),
        )
        for one in found.strata
        if one in largest
    )
    if left := len(found.strata) - len(largest):
        strata = t("simpson.more", lang, strata=strata, n=left)
    return t(
        f"simpson.{found.turn}",
        lang,
        first=pair[0],
        second=pair[1],
        dimension=dimension(name).label.in_(lang),
        gap=_points(found.whole, lang),
        standardised=_points(found.standardised, lang),
        strata=strata,
    )


def _points(value: float, lang: Lang) -> str:
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return f"{sign}{format_number(abs(value) * 100, lang, 1)}"
