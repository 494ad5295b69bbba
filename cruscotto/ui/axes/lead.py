"""The sentence at the top of the page on priority axes."""

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.ui.exhibit import results, stages
from cruscotto.ui.state import session
from cruscotto.ui.text import words


def sentence(kpi: Kpi, code: str, selection: Selection, lang: Lang) -> str:
    """Return a sentence with an objective's figure and the number of programmes that have a figure.

    Args:
        kpi: the indicator.
        code: the objective's code.
        selection: what the page shows.
        lang: the reader's language.
    """
    now = selection.with_(theme=code)
    whole = words.figure(session.measure(kpi, (), now).value(), kpi, lang)
    rows = results.ranked(session.measure(kpi, ("programme",), now))
    text = t(
        "axes.lead",
        lang,
        theme=session.names("theme", lang)[code],
        kpi=kpi.label.in_(lang).lower(),
        value=whole,
        n=words.count(len(rows), "nouns.programmes", lang),
    )
    return stages.of_programmes(text, kpi, now, lang)
