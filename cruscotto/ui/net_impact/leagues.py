"""Net effects by region and by group, shown only if the overall verdict allows a conclusion."""

from cruscotto.evaluation import Judgement
from cruscotto.i18n import Lang, t
from cruscotto.impact.answers import Answer
from cruscotto.ui.exhibit import tabs
from cruscotto.ui.net_impact import regions, subgroups
from cruscotto.ui.text import prose


def parts(answer: Answer, lang: Lang) -> dict[str, tabs.Part]:
    """Return two tabs: net effects by region, and by group of persons.

    If the overall verdict is not determinable, return one tab that states this.
    """
    assert answer.found
    if answer.found.verdict.judgement is Judgement.NOT_DETERMINABLE:
        return {"regions": [tabs.part(prose.small, t("net_impact.withheld", lang))]}
    return {
        "regions": [tabs.part(regions.draw, answer, lang)],
        "groups": [tabs.part(subgroups.draw, answer, lang)],
    }
