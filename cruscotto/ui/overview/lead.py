"""The answer of the overview, in a sentence."""

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.exhibit import regional, stages
from cruscotto.ui.text import words


def sentence(selection: Selection, lang: Lang) -> str:
    """Write how much has been paid, and where most and least."""
    kpi = stages.rate_for(selection)
    money = stages.finding(selection, lang)
    if selection.codes("region"):
        italy = regional.national(kpi, selection).value()
        compared = t("overview.italy", lang, rate=words.figure(italy, kpi, lang))
        return f"{money}. {compared}"
    return f"{money}. {regional.spread(regional.everywhere(kpi, selection), lang)}."
