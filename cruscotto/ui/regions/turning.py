"""Regions whose place against all others turns round inside a characteristic of participants."""

from cruscotto.i18n import Lang, t
from cruscotto.kpi.analysis import strata
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.wording import paradoxes
from cruscotto.ui.state import session
from cruscotto.ui.state.places import short_names


def turned_round(kpi: Kpi, selection: Selection, lang: Lang) -> list[str]:
    """Return a line for each characteristic inside which a chosen region's place turns round."""
    names, everywhere = short_names(), selection.with_(region=[])
    found: list[str] = []
    for code in selection.codes("region"):
        turns = strata.against_others(session.measure, kpi, "region", code, everywhere)
        pair = (names.get(code, code), t("simpson.others", lang))
        found += paradoxes.sentences(kpi, pair, turns, lambda one: session.names(one, lang), lang)
    return found
