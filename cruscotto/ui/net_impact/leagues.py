"""Net effects of regions and of groups of persons, side by side and honest about chance."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from cruscotto.evaluation import Judgement
from cruscotto.i18n import Lang, format_number, t
from cruscotto.impact.answers import Answer
from cruscotto.impact.choice import SUBGROUPS
from cruscotto.impact.leagues import Group, League
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.ui.exhibit import charts
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.files import Titled
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.net_impact import files as impact_files
from cruscotto.ui.net_impact import findings
from cruscotto.ui.net_impact.figures import forest
from cruscotto.ui.net_impact.marks import Mark, Rule
from cruscotto.ui.net_impact.spreads import Spot, funnel
from cruscotto.ui.net_impact.ticks import points, sizes
from cruscotto.ui.state import net_effects
from cruscotto.ui.state.places import NOWHERE, all_places, short_names
from cruscotto.ui.text import effects, notes, prose, words

Names = Callable[[Group], str]


def draw(said: Answer, lang: Lang) -> None:
    """Draw regions and groups, unless nothing may be said of the whole."""
    assert said.found
    if said.found.verdict.judgement is Judgement.NOT_DETERMINABLE:
        prose.small(t("net_impact.withheld", lang))
        return
    regions(said, lang)
    groups(said, lang)


def regions(said: Answer, lang: Lang) -> None:
    """Draw the regions: estimates drawn towards the average, and a funnel."""
    everywhere = replace(
        said.choice, where=tuple(pair for pair in said.choice.where if pair[0] != "region")
    )
    league = _north_to_south(net_effects.by_region(everywhere))
    if len(league.shown) < 2 or league.pooled is None:
        prose.small(t("net_impact.no_league", lang))
        return
    names = _region_names(lang)
    exhibit = _exhibit("regions", said, lang, lambda in_: (
        _regions_title(league, in_), table_of(league, _region_names(in_), in_)
    ))  # fmt: skip
    with st.container(border=True):
        charts.head(exhibit)
        left, right = st.columns([11, 9], gap="medium")
        with left:
            chosen = said.choice.codes("region")
            charts.draw(_regions_figure(league, names, chosen, lang), "net_regions",
                        alt=exhibit.title)  # fmt: skip
        with right:
            prose.small(t("net_impact.funnel_title", lang))
            charts.draw(_funnel(league, names, lang), "net_funnel", alt=exhibit.title)
        _not_shown(league, lang)
        charts.foot(exhibit, lang)


def groups(said: Answer, lang: Lang) -> None:
    """Draw groups of persons; how many tests were made is allowed for."""
    league = net_effects.by_subgroup(said.choice)
    if len(league.shown) < 2:
        prose.small(t("net_impact.no_groups", lang))
        return
    marks = _group_marks(league, lang)
    ends = _ends([mark for mark in marks if mark.value is not None])
    whole = said.found.estimate.att if said.found else 0.0
    figure = forest(
        marks, points(*ends, lang, t("net_impact.points_axis", lang)), palette(),
        [Rule(0.0), Rule(whole, t("net_impact.everybody", lang), "dot")],
    )  # fmt: skip
    exhibit = _exhibit("groups", said, lang, lambda in_: (
        _groups_title(league, in_), table_of(league, _level_names(league, in_), in_)
    ))  # fmt: skip
    with st.container(border=True):
        charts.head(exhibit)
        charts.draw(figure, "net_groups", alt=exhibit.title)
        _not_shown(league, lang)
        charts.foot(exhibit, lang)


def _region_names(lang: Lang) -> Names:
    names = {**short_names(), NOWHERE: t("net_impact.nowhere", lang)}
    return lambda group: names.get(group.code, group.code)


def _level_names(league: League, lang: Lang) -> Names:
    return lambda group: _level(group, lang)


def _north_to_south(league: League) -> League:
    order = {place.code: rank for rank, place in enumerate(all_places())}
    placed = sorted(league.groups, key=lambda group: order.get(group.code, len(order)))
    return replace(league, groups=tuple(placed))


def _regions_title(league: League, lang: Lang) -> str:
    assert league.pooled
    outside = [group for group in league.shown if _is_outside(group)]
    return t(
        f"net_impact.regions_title_{_how_many(len(outside))}", lang, n=len(outside),
        of=len(league.shown), mean=effects.points(league.pooled.mean, lang),
    )  # fmt: skip


def _groups_title(league: League, lang: Lang) -> str:
    found = [group for group in league.shown if (group.adjusted_p or 1.0) < 0.05]
    key = f"net_impact.groups_title_{_how_many(len(found))}"
    return t(key, lang, n=len(found), of=len(league.shown))


def _how_many(n: int) -> str:
    return {0: "none", 1: "one"}.get(n, "many")


def _is_outside(group: Group) -> bool:
    """Whether chance would leave a place there less than twice in a thousand."""
    if group.found is None or group.funnel is None:
        return False
    value = group.found.estimate.att
    return value < group.funnel.low_998 or value > group.funnel.high_998


def _regions_figure(league: League, names: Names, chosen: tuple[str, ...], lang: Lang) -> Figure:
    assert league.pooled
    marks = [_region_mark(group, names, chosen, lang) for group in league.shown]
    return forest(
        marks, points(*_ends(marks), lang, t("net_impact.points_axis", lang)), palette(),
        [Rule(0.0), Rule(league.pooled.mean, t("net_impact.average", lang), "dot")],
    )  # fmt: skip


def _region_mark(group: Group, names: Names, chosen: tuple[str, ...], lang: Lang) -> Mark:
    assert group.found
    assert group.shrunken
    drawn, own = group.shrunken, group.found.estimate
    name = names(group)
    hover = t(
        "net_impact.region_hover", lang, name=words.label(name),
        value=effects.points(drawn.value, lang), own=effects.points(own.att, lang),
        low=effects.points(own.low, lang), high=effects.points(own.high, lang),
        n=findings.count(own.n_treated, lang), state=findings.group_state(group, lang),
    )  # fmt: skip
    return Mark(
        words.label(name), drawn.value, drawn.low, drawn.high, effects.bare(drawn.value, lang),
        hover, is_loud=group.code in chosen, other=own.att,
        is_hollow=drawn.low <= 0 <= drawn.high,
    )  # fmt: skip


def _funnel(league: League, names: Names, lang: Lang) -> Figure:
    assert league.pooled
    spots = [_spot(group, names, lang) for group in league.shown if group.found]
    last = max(spot.error for spot in spots) * 1.08
    ends = (min(league.pooled.mean - 3.09 * last, *(spot.value for spot in spots)),
            max(league.pooled.mean + 3.09 * last, *(spot.value for spot in spots)))  # fmt: skip
    return funnel(
        spots, league.pooled.mean, sizes(0.0, last, lang, t("net_impact.funnel_axis", lang)),
        points(*ends, lang),
        (t("net_impact.points_axis", lang), "95 %", format_number(99.8, lang, 1) + " %"),
        palette(),
    )  # fmt: skip


def _spot(group: Group, names: Names, lang: Lang) -> Spot:
    assert group.found
    one, name = group.found.estimate, names(group)
    hover = f"{words.label(name)}: {effects.points(one.att, lang)} ({effects.limits(one, lang)})"
    return Spot(one.se, one.att, words.label(name), hover, _is_outside(group))


def _group_marks(league: League, lang: Lang) -> list[Mark]:
    marks: list[Mark] = []
    for dimension in SUBGROUPS:
        own = [group for group in league.shown if group.column == dimension.column]
        if own:
            marks.append(Mark(dimension.label.in_(lang), is_heading=True))
            marks += [_group_mark(group, lang) for group in own]
    return marks


def _group_mark(group: Group, lang: Lang) -> Mark:
    assert group.found
    one = group.found.estimate
    is_chance = (group.adjusted_p or 1.0) >= 0.05
    name = _level(group, lang)
    hover = t(
        "net_impact.group_hover", lang, name=words.label(name),
        value=effects.points(one.att, lang), low=effects.points(one.low, lang),
        high=effects.points(one.high, lang),
        p=format_number(group.adjusted_p or 0.0, lang, 3), n=findings.count(one.n_treated, lang),
        state=findings.group_state(group, lang),
    )  # fmt: skip
    return Mark(words.wrapped(name, 24), one.att, one.low, one.high,
                effects.bare(one.att, lang), hover, is_hollow=is_chance)  # fmt: skip


def _level(group: Group, lang: Lang) -> str:
    dimension = next((d for d in DIMENSIONS.values() if d.column == group.column), None)
    return (dimension and dimension.member_label(group.code, lang)) or group.code


def _ends(marks: list[Mark]) -> tuple[float, float]:
    return min(0.0, *(mark.low for mark in marks)), max(0.0, *(mark.high for mark in marks))


def _not_shown(league: League, lang: Lang) -> None:
    hidden = sum(group.is_hidden for group in league.groups)
    missing = sum(group.refused is not None for group in league.groups)
    if hidden or missing:
        prose.small(t("net_impact.not_shown", lang, hidden=hidden, missing=missing))


def _exhibit(key: str, said: Answer, lang: Lang, titled: Callable[[Lang], Titled]) -> Exhibit:
    title, table = titled(lang)
    told = [t(f"net_impact.note_{key}", lang)]
    told += [notes.source(source, lang, said.edition) for source in impact_files.SOURCES]
    return Exhibit(
        f"net_{key}_exhibit", title, t(f"net_impact.{key}_subtitle", lang),
        table, told, impact_files.of_table(f"net_impact_{key}", titled, said),
    )  # fmt: skip


def table_of(league: League, names: Names, lang: Lang) -> Table:
    """Return groups as rows; those without an estimate say why."""
    columns = [
        Column("group", t("net_impact.column_group", lang), width=170),
        Column("att", t("net_impact.column_net", lang), "pp"),
        Column("low", t("net_impact.column_low", lang), "pp"),
        Column("high", t("net_impact.column_high", lang), "pp"),
        Column("shrunken", t("net_impact.column_shrunken", lang), "pp"),
        Column("adjusted_p", t("net_impact.column_adjusted_p", lang), "index"),
        Column("n_treated", t("net_impact.participants", lang), "count"),
        Column("n_compared", t("net_impact.comparisons", lang), "count"),
        Column("state", t("net_impact.column_state", lang), width="large"),
    ]
    return Table.of(columns, [_table_row(group, names, lang) for group in league.groups])


def _table_row(group: Group, names: Names, lang: Lang) -> list[object]:
    name, state = names(group), findings.group_state(group, lang)
    if group.found is None:
        return [name, *[None] * 7, state]
    one = group.found.estimate
    drawn = group.shrunken.value if group.shrunken else None
    return [name, one.att, one.low, one.high, drawn, group.adjusted_p, one.n_treated,
            one.n_comparison, state]  # fmt: skip
