"""Net effects of groups of persons, with p-values adjusted for the number of tests."""

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.impact.answers import Answer
from cruscotto.impact.choice import SUBGROUPS
from cruscotto.impact.leagues import Group, League
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.ui.exhibit import charts
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.net_impact import findings
from cruscotto.ui.net_impact.figures import forest
from cruscotto.ui.net_impact.league_parts import Names, ends, how_many, not_shown, table_of
from cruscotto.ui.net_impact.league_parts import exhibit as exhibit_of
from cruscotto.ui.net_impact.marks import Mark, Rule
from cruscotto.ui.net_impact.ticks import points
from cruscotto.ui.state import net_effects
from cruscotto.ui.text import effects, prose, words


def draw(answer: Answer, lang: Lang) -> None:
    """Draw the net effects of groups of persons, with adjusted p-values."""
    league = net_effects.by_subgroup(answer.choice)
    if len(league.shown) < 2:
        prose.small(t("net_impact.no_groups", lang))
        return
    marks = _group_marks(league, lang)
    low_high = ends([mark for mark in marks if mark.value is not None])
    whole = answer.found.estimate.att if answer.found else 0.0
    unit = answer.choice.measured.unit
    figure = forest(
        marks,
        points(*low_high, lang, effects.axis(unit, lang), unit),
        palette(),
        [Rule(0.0), Rule(whole, t("net_impact.everybody", lang), "dot")],
    )
    exhibit = exhibit_of(
        "groups",
        answer,
        lang,
        lambda in_: (_groups_title(league, in_), table_of(league, _level_names(league, in_), in_)),
    )
    with st.container(border=True):
        charts.head(exhibit)
        charts.draw(figure, "net_groups", alt=exhibit.title)
        not_shown(league, lang)
        charts.foot(exhibit, lang, drawn=("net_groups",))


def _level_names(league: League, lang: Lang) -> Names:
    return lambda group: _level(group, lang)


def _groups_title(league: League, lang: Lang) -> str:
    found = [group for group in league.shown if (group.adjusted_p or 1.0) < 0.05]
    key = f"net_impact.groups_title_{how_many(len(found))}"
    every = len(league.groups)
    return t(key, lang, n=len(found), of=len(league.shown), all=every)


def _group_marks(league: League, lang: Lang) -> list[Mark]:
    marks: list[Mark] = []
    for dimension in SUBGROUPS:
        own = [group for group in league.shown if group.column == dimension.column]
        if own:
            marks.append(Mark(dimension.label.in_(lang), is_heading=True))
            marks += [_group_mark(group, lang) for group in own]
    return marks


def _p_value(p: float, lang: Lang) -> str:
    """Return a p-value as text with three decimals; below 0.001 it is `< 0.001`, never zero."""
    return f"&lt; {format_number(0.001, lang, 3)}" if p < 0.001 else format_number(p, lang, 3)


def _group_mark(group: Group, lang: Lang) -> Mark:
    assert group.found
    one = group.found.estimate
    is_chance = (group.adjusted_p or 1.0) >= 0.05
    name, unit = _level(group, lang), effects.unit_of(one.outcome)
    hover = t(
        "net_impact.group_hover",
        lang,
        name=words.label(name),
        value=effects.points(one.att, lang, unit=unit),
        low=effects.points(one.low, lang, unit=unit),
        high=effects.points(one.high, lang, unit=unit),
        p=_p_value(group.adjusted_p or 0.0, lang),
        n=findings.count(one.n_treated, lang),
        state=findings.group_state(group, lang),
    )
    return Mark(
        words.wrapped(name, 24),
        one.att,
        one.low,
        one.high,
        effects.bare(one.att, lang, unit),
        hover,
        is_hollow=is_chance,
    )


def _level(group: Group, lang: Lang) -> str:
    dimension = next((d for d in DIMENSIONS.values() if d.column == group.column), None)
    return (dimension and dimension.member_label(group.code, lang)) or group.code
