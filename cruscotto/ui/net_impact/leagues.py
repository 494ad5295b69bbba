"""Net effects of regions and of groups of persons, unless nothing may be stated of the whole."""

from cruscotto.evaluation import Judgement
from cruscotto.i18n import Lang, t
from cruscotto.impact.answers import Answer
from cruscotto.ui.net_impact import regions, subgroups
from cruscotto.ui.text import prose


def draw(answer: Answer, lang: Lang) -> None:
    """Draw regions and groups, unless nothing may be stated of the whole."""
    assert answer.found
    if answer.found.verdict.judgement is Judgement.NOT_DETERMINABLE:
        prose.small(t("net_impact.withheld", lang))
        return
    regions.draw(answer, lang)
    subgroups.draw(answer, lang)
