"""The answer of the authorities' page, in a sentence."""

from collections.abc import Sequence

from cruscotto.i18n import Lang
from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.exhibit import results, stages
from cruscotto.ui.state import session
from cruscotto.ui.text import words


def sentence(found: Sequence[str], selection: Selection, lang: Lang) -> str:
    """Write how one programme stands, or how many there are and how far apart."""
    kpi = stages.rate_for(selection)
    labels = session.names("programme", lang)
    if len(found) == 1:
        return f"{labels[found[0]]}. {stages.finding(selection, lang)}."
    authorities = selection.codes("managing_authority")
    if len(authorities) == 1:
        name = session.names("managing_authority", lang)[authorities[0]]
        return f"{name}. {stages.finding(selection, lang)}."
    rows = results.ranked(session.measure(kpi, ("programme",), selection))
    many = words.count(len(found), "nouns.programmes", lang)
    text = stages.of_programmes(results.spread(rows, kpi, labels, lang), kpi, selection, lang)
    return f"{many}. {text}."
