"""The filters above every page: one chip for each filter, which opens a list of its codes."""

from collections.abc import Mapping

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.wording.phrases import capitalised
from cruscotto.ui.state import filters, session
from cruscotto.ui.text import words

# Letters of a chosen name on its chip.
LONGEST = 28


def draw(lang: Lang, acting: tuple[str, ...] = filters.FILTERS) -> None:
    """Draw a chip for each filter; it offers the codes that are possible with the other filters.

    Args:
        lang: the language of the page.
        acting: the names of the filters that have an effect on this page; other chips are grey.
    """
    now = filters.selection()
    with st.container(key="filters", horizontal=True):
        for name in filters.FILTERS:
            _draw_one(name, now, lang, is_acting=name in acting)
        st.button(
            t("filters.reset", lang),
            on_click=filters.reset,
            type="tertiary",
            disabled=now == Selection.of("current", **filters.defaults()),
        )


def _draw_one(name: str, now: Selection, lang: Lang, *, is_acting: bool) -> None:
    wordings = filters.labels(name, now, lang)
    label = dimension(name).label.in_(lang)
    why = None if is_acting else t("filters.not_acting", lang)
    chip = st.popover(
        _chip(name, now.codes(name), wordings, lang), help=why, disabled=not is_acting
    )
    with chip:
        _draw_choice(name, now, label, wordings, lang)


def _chip(name: str, codes: tuple[str, ...], wordings: Mapping[str, str], lang: Lang) -> str:
    """Return a chip's text: the filter's name, and the name of the first code chosen.

    If several codes are chosen, the text adds how many others there are, such as `+2`.
    """
    noun = capitalised(t(f"filters.noun.{name}", lang))
    if not codes:
        return noun
    first = wordings.get(codes[0], codes[0])
    short = first if len(first) <= LONGEST else f"{first[: LONGEST - 1].rstrip()}…"
    more = f" +{len(codes) - 1}" if len(codes) > 1 else ""
    return f"{noun}: {words.plain(short)}{more}"


def _draw_choice(
    name: str, now: Selection, label: str, wordings: Mapping[str, str], lang: Lang
) -> None:
    key = f"filter_{name}"
    # set anew, a field forgets what is being typed in it
    if st.session_state.get(key) != list(now.codes(name)):
        st.session_state[key] = list(now.codes(name))
    st.multiselect(
        label,
        filters.options(name, now, list(wordings)),
        format_func=lambda code: wordings.get(code, code),
        key=key,
        on_change=_changed,
        args=(name,),
        placeholder=t(f"filters.any.{name}", lang),
        select_all=False,
        filter_mode="contains",
    )


def _changed(name: str) -> None:
    """Apply the codes that were chosen in a filter's list.

    Labels are accepted too: the browser may send labels instead of codes, if the visitor goes back
    to a page in the other language.
    """
    codes = {
        label: code for lang in filters.LANGS for code, label in session.names(name, lang).items()
    }
    held = st.session_state[f"filter_{name}"]
    filters.choose(name, [codes.get(value, value) for value in held])
