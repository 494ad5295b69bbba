"""Members of a dimension whose place turns round inside a characteristic of participants."""

from collections.abc import Mapping, Sequence

from cruscotto.i18n import Lang, t
from cruscotto.kpi.analysis import strata
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.wording import paradoxes
from cruscotto.ui.state import session


def turned_round(
    kpi: Kpi,
    by: str,
    codes: Sequence[str],
    selection: Selection,
    names: Mapping[str, str],
    lang: Lang,
) -> list[str]:
    """Return a line for each characteristic inside which a member's place turns round.

    Args:
        kpi: a rate of people.
        by: the dimension whose members are compared.
        codes: the members that a reader sees set against all the others.
        selection: the rows compared; its own filter on `by` is lifted.
        names: wording of the members.
        lang: the reader's language.
    """
    everywhere, found = selection.with_(**{by: []}), list[str]()
    for code in codes:
        turns = strata.against_others(session.measure, kpi, by, code, everywhere)
        pair = (names.get(code, code), t("simpson.others", lang))
        found += paradoxes.sentences(kpi, pair, turns, lambda one: session.names(one, lang), lang)
    return found


def dimensions(kpi: Kpi, by: str, code: str, selection: Selection, lang: Lang) -> list[str]:
    """Name the characteristics inside which a member's place against the others turns round."""
    everywhere = selection.with_(**{by: []})
    turns = strata.against_others(session.measure, kpi, by, code, everywhere)
    return [dimension(name).label.in_(lang) for name, _ in turns]


def clearly_apart(result: KpiResult, whole: KpiResult) -> list[str]:
    """Return the members whose interval leaves out the rate of the whole: they have a side."""
    value = whole.value()
    return [
        row.codes[0]
        for row in result.rows
        if value is not None
        and row.low is not None
        and row.high is not None
        and not row.low <= float(value) <= row.high
    ]
