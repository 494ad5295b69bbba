"""Participants of single operations and their placement, in the list and on an operation's page."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.access import current_rules
from cruscotto.disclosure import AUDIENCES
from cruscotto.i18n import Lang, format_value, t
from cruscotto.kpi.operations.people import OperationPeople
from cruscotto.kpi.query.result import KpiRow, State
from cruscotto.kpi.registry import KPIS
from cruscotto.ui.state import session
from cruscotto.ui.text import prose, words

# Columns of the list that are figures of persons, and the indicator each stands for.
COLUMNS = {"participations": "participants_count", "placement_6m": "placement_rate_6m"}


def of_page(codes: Sequence[str]) -> dict[str, OperationPeople]:
    """Return participations and placement of the given operations, by operation code.

    Operations without records of participations are left out.
    """
    return session.people_of_operations(tuple(codes))


def cell(people: OperationPeople | None, name: str, lang: Lang) -> str:
    """Return the figure of a column as text or, if it is not shown, its state.

    Args:
        people: the figures of one operation; `None` if it has no participations.
        name: the column, one of `COLUMNS`.
        lang: the reader's language.
    """
    if people is None:
        return words.NOTHING
    row = people.participations if name == "participations" else people.placement
    return _written(row, name, lang)


def _written(row: KpiRow, name: str, lang: Lang) -> str:
    if row.state is not State.SHOWN:
        return t(f"states.{row.state}", lang)
    return format_value(row.value, str(KPIS[COLUMNS[name]].unit), lang)


def panel(code: str, lang: Lang) -> None:
    """Draw the participants' figures of one operation, or nothing if it has no participations."""
    people = of_page([code]).get(code)
    if people is None:
        return
    st.header(t("operations.group_people", lang), anchor=False)
    head = f"| {t('operations.field', lang)} | {t('operations.value', lang)} |\n|---|---|"
    lines = [
        f"| {KPIS[kpi].label.in_(lang)} | {_with_parts(people, name, lang)} |"
        for name, kpi in COLUMNS.items()
    ]
    st.markdown("\n".join([head, *lines]))
    audience = AUDIENCES[current_rules().audience].in_(lang)
    prose.small(t("operations.people_note", lang, audience=audience))


def _with_parts(people: OperationPeople, name: str, lang: Lang) -> str:
    written, row = cell(people, name, lang), people.placement
    if name == "participations" or row.state is not State.SHOWN or row.low is None:
        return written
    return t(
        "operations.rate_with_parts",
        lang,
        value=written,
        numerator=format_value(row.numerator, "count", lang),
        denominator=format_value(row.denominator, "count", lang),
        low=format_value(row.low, "share", lang),
        high=format_value(row.high, "share", lang),
    )
