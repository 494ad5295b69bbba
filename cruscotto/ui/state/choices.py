"""Choices of a single page (such as indicator or year), kept in the address like the filters."""

from collections.abc import Mapping, Sequence
from math import isfinite

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.kpi.registry.model import Kpi
from cruscotto.ui.state import address, session


def pick(name: str, label: str, options: Mapping[str, str], default: str = "") -> str:
    """Draw a drop-down list, and return the chosen code.

    Args:
        name: the name under which the address keeps the choice.
        label: the text above the list.
        options: the text of each code.
        default: the code if nothing is chosen; if it is not among the options, the first option.
    """
    codes = list(options)
    fallback = default if default in options else codes[0]
    written = address.text(name)
    chosen = written if written in options else fallback
    key = f"choice_{name}"
    st.session_state[key] = chosen
    _not_here(name, written, options, chosen)
    st.selectbox(
        label,
        codes,
        format_func=lambda code: options.get(code, code),
        key=key,
        on_change=_picked,
        args=(name, fallback),
        filter_mode="contains",
    )
    return chosen


def switch(name: str, label: str, options: Mapping[str, str], default: str) -> str:
    """Draw a few options side by side, and return the chosen code; for the arguments see `pick`."""
    written = address.text(name)
    chosen = written if written in options else default
    key = f"choice_{name}"
    st.session_state[key] = chosen
    _not_here(name, written, options, chosen)
    st.segmented_control(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        required=True,
        on_change=_picked,
        args=(name, default),
    )
    return chosen


def _not_here(name: str, written: str, options: Mapping[str, str], shown: str) -> None:
    """Draw a notice if the address asks for an option that a list does not have.

    A button in the notice removes it from the address. An indicator chosen on another page is no
    mistake, so it has no notice.

    Args:
        name: the name under which the address keeps the choice.
        written: the code in the address.
        options: the text of each code that the list has.
        shown: the code that is shown instead.
    """
    if not written or written in options or written in KPIS:
        return
    lang = address.language()
    asked = "".join(sign for sign in written if sign.isalnum() or sign in " .-")
    st.info(t("context.not_here", lang, asked=asked, shown=options.get(shown, shown)))
    label = t("context.clear", lang)
    st.button(label, on_click=address.set_values, kwargs={name: None}, key=f"clear_{name}")


def amount(name: str, label: str, most: float) -> float:
    """Draw a number field, and return its number, from 0 to `most`.

    The address keeps the number under `name`; `label` is the text above the field.
    """
    try:
        written = min(max(float(address.text(name) or 0), 0.0), most)
    except ValueError:
        written = 0.0
    key = f"choice_{name}"
    st.session_state[key] = written if isfinite(written) else 0.0
    return st.number_input(
        label, 0.0, most, step=1.0, format="%g", key=key, on_change=_entered, args=(name,)
    )


def _entered(name: str) -> None:
    value = st.session_state[f"choice_{name}"]
    address.set_values(**{name: f"{value:g}" if value else None})


def _picked(name: str, default: str) -> None:
    value = st.session_state[f"choice_{name}"]
    address.set_values(**{name: None if value == default else value})


def measurable(*dimensions: str) -> list[str]:
    """Return the names of indicators that have data and can be split by the given dimensions."""
    return [
        name
        for name, kpi in KPIS.items()
        if set(dimensions) <= set(MART_DIMENSIONS[kpi.mart]) and session.has_data(kpi)
    ]


def indicator(lang: Lang, names: Sequence[str], default: str, name: str = "kpi") -> Kpi:
    """Draw a list of indicators, and return the chosen indicator."""
    options = {kpi: KPIS[kpi].label.in_(lang) for kpi in names}
    return KPIS[pick(name, t("choices.kpi", lang), options, default)]
