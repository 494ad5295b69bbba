"""The top of the overview: four questions and their answers, for the newest of the periods.

Figures of two periods never appear together without names: earlier periods are grey and labelled.
"""

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.kpi.registry.reported import REPORTED_PLANNED_EUR
from cruscotto.ui.overview import deadline, needs, people, progress
from cruscotto.ui.overview.answer import Answer
from cruscotto.ui.state import session

# Pixels below which a row holds fewer boxes: four stand beside the menu, two on a phone.
NARROWEST = 150


def periods(selection: Selection) -> list[str]:
    """Return the periods in which a selection has data, the oldest first."""
    kpi = OPERATIONS_COUNT if session.has_operations() else REPORTED_PLANNED_EUR
    found = {row.codes[0] for row in session.measure(kpi, ("period",), selection).rows}
    return sorted(code for code in found if code[:1].isdigit())


def newest(selection: Selection) -> Selection:
    """Return the selection limited to its newest period with data."""
    found = periods(selection)
    return selection.with_(period=found[-1]) if found else selection


def answers(selection: Selection, lang: Lang) -> list[Answer]:
    """Return the answers on certification, payments, people and needs.

    Answers that have a figure come first.
    """
    now = newest(selection)
    earlier = selection.with_(period=periods(selection)[:-1])
    before = earlier if earlier.codes("period") else None
    found = [
        deadline.answer(now, lang),
        progress.answer(now, before, lang),
        people.answer(now, lang),
        needs.answer(now, lang),
    ]
    return sorted(found, key=lambda one: not one.figure)


def draw(selection: Selection, lang: Lang) -> None:
    """Draw four boxes, one for each answer, side by side on a wide screen."""
    with st.grid(4, min_column_width=NARROWEST):
        for one in answers(selection, lang):
            one.draw(lang)


def together(selection: Selection, lang: Lang) -> str:
    """Return a heading for figures that cover all periods of the selection.

    If there are several periods, the heading names them.
    """
    found = periods(selection)
    if len(found) < 2:
        return t("overview.figures", lang)
    return t("overview.all_periods", lang, periods=", ".join(found))
