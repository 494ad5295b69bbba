"""The sentence at the top of the page on operations."""

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.ui.state import session
from cruscotto.ui.text import words


def sentence(found: int, selection: Selection, lang: Lang) -> str:
    """Return a sentence: how many operations are listed, of all that match the filters."""
    everything = int(session.measure(OPERATIONS_COUNT, (), selection).value() or 0)
    if found == everything:
        return t("operations.all", lang, n=words.count(found, "nouns.operations", lang))
    return t(
        "operations.found",
        lang,
        n=words.count(found, "nouns.operations", lang),
        all=format_number(everything, lang),
    )
