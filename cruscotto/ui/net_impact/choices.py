"""The choices on the page on net impact: courses, people, outcome, time."""

from dataclasses import replace

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.impact.choice import ALL, FILTERS, TARGETS, Choice
from cruscotto.impact.outcomes import OUTCOMES
from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.state import choices, filters, net_effects, session
from cruscotto.ui.text import prose, words

DEFAULT_THEME = "08"


def draw(selection: Selection, lang: Lang) -> Choice | None:
    """Draw lists of objectives, courses, groups of persons and outcomes; return what is chosen.

    If no comparison persons are loaded, draw nothing and return `None`.
    """
    themes = net_effects.themes()
    if not themes:
        return None
    choice = Choice(where=_where(selection))
    with st.grid(4, min_column_width=150):
        choice = _theme(choice, themes, lang)
        choice = _type(choice, lang)
        choice = _target(choice, lang)
        choice = _outcome(choice, lang)
    _left_out(selection, lang)
    return choice


def nothing_to_compare(lang: Lang) -> None:
    """Draw a notice that names the missing data and how to import them."""
    st.info(t("net_impact.no_comparisons", lang))
    st.code(
        "cruscotto template comparisons > comparisons.csv\n"
        "cruscotto import comparisons FILE.csv --edition AAAA-MM-GG\n"
        "cruscotto import employment_history FILE.parquet --edition AAAA-MM-GG",
        language=None,
    )


def in_words(choice: Choice, lang: Lang) -> str:
    """Return a text that names the chosen objectives, type of course and group of persons."""
    theme = choice.codes("theme")
    parts = [session.names("theme", lang).get(code, code) for code in theme] or [
        t("net_impact.all_themes", lang)
    ]
    parts += [course(choice.type)] if choice.type else []
    parts += [TARGETS[choice.target].label.in_(lang).lower()] if choice.target != ALL else []
    return ", ".join(parts)


def course(name: str) -> str:
    """Return the name of a type of course in sentence case; sources write it in capitals."""
    return name.capitalize() if name.isupper() else name


def _where(selection: Selection) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, codes) for name, codes in selection.where if name in FILTERS)


def _theme(choice: Choice, themes: tuple[str, ...], lang: Lang) -> Choice:
    names = session.names("theme", lang)
    options = {ALL: t("net_impact.all_themes", lang), **{c: names.get(c, c) for c in themes}}
    code = choices.pick("theme", t("net_impact.theme", lang), options, DEFAULT_THEME)
    if code == ALL:
        return choice
    return replace(choice, where=tuple(sorted((*choice.where, ("theme", (code,))))))


def _type(choice: Choice, lang: Lang) -> Choice:
    found = net_effects.types(choice)
    options = {ALL: t("net_impact.all_types", lang), **{name: course(name) for name in found}}
    code = choices.pick("course_type", t("net_impact.type", lang), options)
    return choice if code == ALL else replace(choice, type=code)


def _target(choice: Choice, lang: Lang) -> Choice:
    options = {name: target.label.in_(lang) for name, target in TARGETS.items()}
    return replace(choice, target=choices.pick("target", t("net_impact.target", lang), options))


def _outcome(choice: Choice, lang: Lang) -> Choice:
    options = {name: outcome.listed.in_(lang) for name, outcome in OUTCOMES.items()}
    label = t("net_impact.outcome", lang)
    return replace(choice, outcome=choices.pick("outcome", label, options, choice.outcome))


def _left_out(selection: Selection, lang: Lang) -> None:
    """Draw a note that names the chosen filters which this page ignores."""
    left = {name: list(codes) for name, codes in selection.where if name not in FILTERS}
    if left:
        written = filters.in_words(Selection.from_codes(left), lang)
        prose.small(t("net_impact.filters_left_out", lang, filters=words.plain(written)))
