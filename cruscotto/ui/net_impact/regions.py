"""Net effects of regions, and the limits within which chance may explain their differences."""

from dataclasses import replace

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.impact.answers import Answer
from cruscotto.impact.leagues import Group, League
from cruscotto.ui.exhibit import charts
from cruscotto.ui.figures import scales
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.net_impact import findings
from cruscotto.ui.net_impact.figures import forest
from cruscotto.ui.net_impact.funnel import Spot, funnel, room_of
from cruscotto.ui.net_impact.league_parts import Names, ends, how_many, not_shown, table_of, unit_of
from cruscotto.ui.net_impact.league_parts import exhibit as exhibit_of
from cruscotto.ui.net_impact.marks import Mark, Rule
from cruscotto.ui.net_impact.ticks import points, sizes
from cruscotto.ui.state import net_effects
from cruscotto.ui.state.places import NOWHERE, all_places, short_names
from cruscotto.ui.text import effects, prose, words


def draw(answer: Answer, lang: Lang) -> None:
    """Draw the regions' estimates, shrunken towards the average, with a funnel plot beside them.

    If fewer than two regions have an estimate, draw a sentence instead.
    """
    everywhere = replace(
        answer.choice, where=tuple(pair for pair in answer.choice.where if pair[0] != "region")
    )
    league = _north_to_south(net_effects.by_region(everywhere))
    if len(league.shown) < 2 or league.pooled is None:
        prose.small(t("net_impact.no_league", lang))
        return
    names = _region_names(lang)
    exhibit = exhibit_of(
        "regions",
        answer,
        lang,
        lambda in_: (_regions_title(league, in_), table_of(league, _region_names(in_), in_)),
    )
    with st.container(border=True):
        charts.head(exhibit)
        left, right = st.columns([11, 9], gap="medium")
        with left:
            chosen = answer.choice.codes("region")
            charts.draw(
                _regions_figure(league, names, chosen, lang), "net_regions", alt=exhibit.title
            )
        with right:
            prose.small(t("net_impact.funnel_title", lang))
            charts.draw(_funnel(league, names, lang), "net_funnel", alt=exhibit.title)
        not_shown(league, lang)
        charts.foot(exhibit, lang, drawn=("net_regions", "net_funnel"))


def _region_names(lang: Lang) -> Names:
    names = {**short_names(), NOWHERE: t("net_impact.nowhere", lang)}
    return lambda group: names.get(group.code, group.code)


def _north_to_south(league: League) -> League:
    order = {place.code: rank for rank, place in enumerate(all_places())}
    placed = sorted(league.groups, key=lambda group: order.get(group.code, len(order)))
    return replace(league, groups=tuple(placed))


def _regions_title(league: League, lang: Lang) -> str:
    assert league.pooled
    outside = [group for group in league.shown if _is_outside(group)]
    return t(
        f"net_impact.regions_title_{how_many(len(outside))}",
        lang,
        n=len(outside),
        of=len(league.shown),
        mean=effects.points(league.pooled.mean, lang, unit=unit_of(league)),
    )


def _is_outside(group: Group) -> bool:
    """Return whether a region's estimate lies outside the funnel plot's 99.8 % limits of chance.

    Without an estimate return false.
    """
    if group.found is None or group.funnel is None:
        return False
    value = group.found.estimate.att
    return value < group.funnel.low_998 or value > group.funnel.high_998


def _regions_figure(league: League, names: Names, chosen: tuple[str, ...], lang: Lang) -> Figure:
    assert league.pooled
    marks = [_region_mark(group, names, chosen, lang) for group in league.shown]
    unit = unit_of(league)
    return forest(
        marks,
        points(*ends(marks), lang, effects.axis(unit, lang), unit),
        palette(),
        [Rule(0.0), Rule(league.pooled.mean, t("net_impact.average", lang), "dot")],
    )


def _region_mark(group: Group, names: Names, chosen: tuple[str, ...], lang: Lang) -> Mark:
    assert group.found
    assert group.shrunken
    drawn, own = group.shrunken, group.found.estimate
    name, unit = names(group), effects.unit_of(own.outcome)
    hover = t(
        "net_impact.region_hover",
        lang,
        name=words.label(name),
        value=effects.points(drawn.value, lang, unit=unit),
        own=effects.points(own.att, lang, unit=unit),
        low=effects.points(own.low, lang, unit=unit),
        high=effects.points(own.high, lang, unit=unit),
        n=findings.count(own.n_treated, lang),
        state=findings.group_state(group, lang),
    )
    return Mark(
        words.label(name),
        drawn.value,
        drawn.low,
        drawn.high,
        effects.bare(drawn.value, lang, unit),
        hover,
        is_loud=group.code in chosen,
        other=own.att,
        is_hollow=drawn.low <= 0 <= drawn.high,
    )


def _funnel(league: League, names: Names, lang: Lang) -> Figure:
    assert league.pooled
    spots = [_spot(group, names, lang) for group in league.shown if group.found]
    room, unit = room_of(spots, league.pooled.mean), unit_of(league)
    error = "net_impact.funnel_axis_eur" if unit == "eur" else "net_impact.funnel_axis"
    return funnel(
        spots,
        league.pooled.mean,
        room,
        sizes(0.0, room.last, lang, t(error, lang), unit),
        points(*room.ends, lang, unit=unit),
        (effects.axis(unit, lang), scales.percent(95, lang), scales.percent(99.8, lang, 1)),
        palette(),
    )


def _spot(group: Group, names: Names, lang: Lang) -> Spot:
    assert group.found
    one, name = group.found.estimate, names(group)
    net = effects.points(one.att, lang, unit=effects.unit_of(one.outcome))
    hover = f"{words.label(name)}: {net} ({effects.limits(one, lang)})"
    return Spot(one.normal_error, one.att, words.label(name), hover, _is_outside(group))
