"""Texts on who may see figures of persons: a line for every page, and the rules in full."""

import streamlit as st

from cruscotto.disclosure import AUDIENCES, Audience, explain
from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.registry.people import PARTICIPANTS_COUNT
from cruscotto.ui.state import session
from cruscotto.ui.text import prose


def line(lang: Lang) -> None:
    """Draw one line: who may see figures of persons, and by which rules.

    If no participations are loaded, draw nothing.
    """
    if not session.has_data(PARTICIPANTS_COUNT):
        return
    rules = session.rules()
    text = t(
        f"audience.{rules.audience}",
        lang,
        name=AUDIENCES[rules.audience].in_(lang),
        top=format_number(rules.threshold_for(False) - 1, lang),
        high=format_number(rules.threshold_for(True) - 1, lang),
    )
    if rules.own:
        text = f"{text} {t('audience.own', lang, names=own_names(lang))}"
    if rules.audience is Audience.EXACT:
        st.warning(text, icon=":material/lock:")
    else:
        prose.small(text)


def own_names(lang: Lang) -> str:
    """Return the names of authorities whose participants this reader may see exactly."""
    known = session.names("managing_authority", lang)
    return ", ".join(known.get(code, code) for code in session.rules().own)


def sentences(lang: Lang) -> list[str]:
    """Return sentences that explain how this page protects figures of persons."""
    return [text.in_(lang) for text in explain(session.rules())]


def method(lang: Lang) -> None:
    """Draw the installation's rules of disclosure control, and what they do not guarantee."""
    rules = session.rules()
    st.header(t("methodology.disclosure_title", lang), anchor=False)
    name = AUDIENCES[rules.audience].in_(lang)
    st.markdown(t("methodology.disclosure", lang, name=name))
    written = [*sentences(lang), t(f"methodology.limits_{rules.audience}", lang)]
    st.markdown("\n".join(f"- {sentence}" for sentence in written))
    if rules.guards:
        st.markdown(t("methodology.limits_utility", lang))
