"""The sentence at the top of the page on managing authorities."""

from collections.abc import Sequence

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.ui.exhibit import results, stages
from cruscotto.ui.state import session
from cruscotto.ui.text import words


def sentence(found: Sequence[str], selection: Selection, lang: Lang) -> str:
    """Return a text on how much the selected programmes have paid.

    For one programme or one authority it gives the name and the amount paid. For several it gives
    the number of programmes, and the highest and lowest payment rate among them.

    Args:
        found: codes of the selected programmes.
        selection: what the page shows.
        lang: the reader's language.
    """
    kpi = stages.rate_for(selection)
    labels = session.names("programme", lang)
    if len(found) == 1:
        return f"{labels[found[0]]}. {stages.finding(selection, lang)}."
    authorities = selection.codes("managing_authority")
    if len(authorities) == 1:
        name = session.names("managing_authority", lang)[authorities[0]]
        return f"{name}. {_of_newest_period(selection, lang)}."
    rows = results.ranked(session.measure(kpi, ("programme",), selection))
    many = words.count(len(found), "nouns.programmes", lang)
    text = stages.of_programmes(results.spread(rows, kpi, labels, lang), kpi, selection, lang)
    return f"{many}. {text}."


def _of_newest_period(selection: Selection, lang: Lang) -> str:
    """Return a sentence on how much the selected programmes have paid.

    If they are of several periods, the sentence is about the newest period.
    """
    rows = session.measure(OPERATIONS_COUNT, ("period",), selection).rows
    periods = sorted(row.codes[0] for row in rows if row.codes[0][:1].isdigit())
    if len(periods) < 2:
        return stages.finding(selection, lang)
    text = stages.finding(selection.with_(period=periods[-1:]), lang)
    return t("stages.of_programmes", lang, periods=periods[-1], text=text)
