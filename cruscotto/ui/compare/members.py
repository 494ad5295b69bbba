"""The choice of two to four members of a dimension, such as regions; the address keeps it."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.kpi.registry.reported import REPORTED_PLANNED_EUR
from cruscotto.ui.state import address, choices, places, session
from cruscotto.ui.text import words

BY, WITH = "per", "con"
DIMENSIONS = ("region", "managing_authority", "programme", "theme")
FEWEST, MOST = 2, 4
# Regions to begin with: one of the North, one of the South.
EXAMPLE = ("ITC4", "ITG1")


def dimension_chosen(lang: Lang) -> str:
    """Draw the choice of the dimension to compare, and return its name."""
    options = {name: dimension(name).label.in_(lang) for name in DIMENSIONS}
    return choices.switch(BY, t("compare.by", lang), options, DIMENSIONS[0])


def chosen(by: str, selection: Selection, lang: Lang) -> list[str]:
    """Draw the list from which readers choose two to four members; return the codes chosen so far.

    If the address names no members, those chosen in the filters count as chosen.
    """
    named = names(by, selection, lang)
    # a filter of the page chooses too: who comes with one region only has to add another
    asked = address.values(WITH) or list(selection.codes(by))
    kept = [code for code in asked if code in named][:MOST]
    key = f"compare_{by}"
    if st.session_state.get(key) != kept:
        st.session_state[key] = kept
    st.multiselect(
        t("compare.with", lang, most=MOST),
        list(named),
        format_func=lambda code: named.get(code, code),
        key=key,
        max_selections=MOST,
        on_change=_changed,
        args=(key,),
        placeholder=t("compare.choose", lang),
        select_all=False,
        filter_mode="contains",
    )
    return kept


def example(by: str, already: Sequence[str], selection: Selection, lang: Lang) -> None:
    """Draw a button that chooses two members to compare, as an example.

    If a member is chosen already, the example includes it.
    """
    named = names(by, selection, lang)
    offered = dict.fromkeys(code for code in (*already, *EXAMPLE, *named) if code in named)
    pair = list(offered)[:FEWEST]
    if len(pair) < FEWEST:
        return
    first, second = (named[code] for code in pair)
    # a link to the page one is on would leave the address as it is
    st.button(
        t("compare.example", lang, first=words.plain(first), second=words.plain(second)),
        key="compare_example",
        on_click=address.set_values,
        kwargs={WITH: pair},
    )


def _changed(key: str) -> None:
    address.set_values(**{WITH: st.session_state[key]})


def names(by: str, selection: Selection, lang: Lang) -> dict[str, str]:
    """Return names of the members of `by` that have data in the selection, by the member's code."""
    kpi = OPERATIONS_COUNT if session.has_operations() else REPORTED_PLANNED_EUR
    found = session.measure(kpi, (by,), selection.with_(**{by: []})).rows
    held = {row.codes[0] for row in found}
    known = session.names(by, lang)
    if by == "region":
        known = {**known, **places.short_names()}
    return {code: name for code, name in known.items() if code in held and code != places.NOWHERE}
