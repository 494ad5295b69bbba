"""Find comparisons that reverse when only people of one kind are compared.

For example, one region may do better overall, and another region among women and among men.
"""

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
    """Return sentences on comparisons that reverse when only people of one kind are compared.

    Args:
        kpi: a rate of people.
        by: the dimension to compare, such as regions.
        codes: the members of the dimension; each is compared with all other members.
        selection: the rows compared; a filter on the dimension itself is ignored.
        names: the names of the members.
        lang: the reader's language.
    """
    everywhere, found = selection.with_(**{by: []}), list[str]()
    for code in codes:
        turns = strata.against_others(session.measure, kpi, by, code, everywhere)
        pair = (names.get(code, code), t("simpson.others", lang))
        found += paradoxes.sentences(kpi, pair, turns, lambda one: session.names(one, lang), lang)
    return found


def dimensions(kpi: Kpi, by: str, code: str, selection: Selection, lang: Lang) -> list[str]:
    """Return the names of characteristics, such as sex, that reverse a member's comparison.

    The comparison with all other members reverses when only people with the same value of the
    characteristic are compared.
    """
    everywhere = selection.with_(**{by: []})
    turns = strata.against_others(session.measure, kpi, by, code, everywhere)
    return [dimension(name).label.in_(lang) for name, _ in turns]


def clearly_apart(result: KpiResult, whole: KpiResult) -> list[str]:
    """Return the codes of the rows whose rate differs clearly from that of all members together.

    It differs clearly if the row's interval does not contain the rate of all members (`whole`).
    """
    value = whole.value()
    return [
        row.codes[0]
        for row in result.rows
        if value is not None
        and row.low is not None
        and row.high is not None
        and not row.low <= float(value) <= row.high
    ]
