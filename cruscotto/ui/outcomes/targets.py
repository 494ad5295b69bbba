"""Targets and milestones: the planned value, the value achieved, the distance between them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry.common_indicators import label
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.people import TARGET_ACHIEVEMENT
from cruscotto.ui.exhibit import charts, files, regional, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures.base import HOVER, Bar, Figure
from cruscotto.ui.figures.palette import Palette, palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.state import choices, session
from cruscotto.ui.text import notes, states, words
from cruscotto.ui.text.states import Cell

ALL = "all"
FILTERED = ("period", "region", "managing_authority", "programme", "axis")


@dataclass(frozen=True)
class Goal:
    """A target and the value achieved, of one indicator or one programme.

    A goal may add up several targets.

    Attributes:
        name: the name of the indicator or of the programme.
        group: the period, by which goals are grouped.
        row: the rate of achievement, after disclosure control.
        baseline: the value at the start.
        milestone: the intermediate value; `None` if any of the targets has no milestone.
        target: the final value.
        milestone_year: when the intermediate value was due; `None` if the targets differ in it.
        target_year: when the final value is due; `None` if the targets differ in it.
    """

    name: str
    group: str
    row: KpiRow
    baseline: float
    milestone: float | None
    target: float
    milestone_year: int | None
    target_year: int | None

    @property
    def achieved(self) -> float | None:
        """Return the value achieved; `None` if it is not shown."""
        if self.row.state is not State.SHOWN or self.row.numerator is None:
            return None
        return float(self.row.numerator) + self.baseline

    def distance(self, target: float | None) -> float | None:
        """Return `target` less the value achieved; `None` if either is unknown or not shown."""
        if target is None or self.achieved is None:
            return None
        return target - self.achieved


def draw(selection: Selection, lang: Lang, key: str = "targets") -> None:
    """Draw how much of each target is achieved, with the milestone marked.

    There is a bar per indicator; if one indicator is chosen, a bar per programme.
    """
    if not session.has_data(TARGET_ACHIEVEMENT):
        return
    plans = _within(session.rows("targets"), selection)
    codes = list(dict.fromkeys(str(plan["indicator_code"]) for plan in plans))
    if not codes:
        return
    with st.container(border=True, key=f"{key}_frame"):
        left, _ = st.columns([1, 1])
        with left:
            offered = {ALL: t("targets.all", lang), **{c: label(c, lang) for c in codes}}
            chosen = choices.pick("target", t("targets.indicator", lang), offered, ALL)
        by = "indicator" if chosen == ALL else "programme"
        now = selection if chosen == ALL else selection.with_(indicator=chosen)
        result = session.measure(TARGET_ACHIEVEMENT, (by,), now)
        wanted = [p for p in plans if chosen in (ALL, p["indicator_code"])]
        goals = found(result, wanted, lang)
        exhibit = _exhibit(key, goals, result, now, lang)
        charts.head(exhibit)
        charts.draw(figure(goals, palette(), lang), key, alt=exhibit.title)
        charts.foot(exhibit, lang)


def _within(plans: Sequence[dict[str, Any]], selection: Selection) -> list[dict[str, Any]]:
    return [
        plan
        for plan in plans
        if all(
            not selection.codes(name) or plan[dimension(name).column] in selection.codes(name)
            for name in FILTERED
        )
    ]


def found(result: KpiResult, plans: Sequence[dict[str, Any]], lang: Lang) -> list[Goal]:
    """Return the goals (targets with the values achieved), in the order of their periods."""
    by = result.by[0]
    column = dimension(by).column
    names = session.names(by, lang)
    goals = []
    for row in result.rows:
        parts = [plan for plan in plans if plan[column] == row.codes[0]]
        if parts and row.state is not State.MISSING:
            goals.append(_goal(names.get(row.codes[0], row.codes[0]), row, parts))
    return sorted(goals, key=lambda goal: goal.group)


def _goal(name: str, row: KpiRow, parts: Sequence[dict[str, Any]]) -> Goal:
    complete = not any(part["without_milestone"] for part in parts)
    return Goal(
        name,
        str(parts[0]["period_code"]),
        row,
        baseline=sum(part["baseline"] for part in parts),
        milestone=sum(part["milestone"] for part in parts) if complete else None,
        target=sum(part["target"] for part in parts),
        milestone_year=_only(parts, "milestone_year"),
        target_year=_only(parts, "target_year"),
    )


def _only(parts: Sequence[dict[str, Any]], name: str) -> int | None:
    """Return the year in the column `name` if it is the same in all `parts`, otherwise `None`."""
    years = {part[name] for part in parts}
    return years.pop() if len(years) == 1 else None


def _exhibit(
    key: str, goals: Sequence[Goal], result: KpiResult, now: Selection, lang: Lang
) -> Exhibit:
    reached = sum(1 for goal in goals if (goal.row.value or 0) >= 1)
    title = t("targets.title", lang, n=reached, of=len(goals))
    written = f"{t('targets.subtitle', lang)} {regional.subtitle(TARGET_ACHIEVEMENT, now, lang)}"

    def built(in_lang: Lang) -> tuple[str, Table]:
        again = found(result, _plans_of(result, now), in_lang)
        return t("targets.title", in_lang, n=reached, of=len(goals)), table(again, in_lang)

    return Exhibit(
        key=key,
        title=title,
        subtitle=written,
        table=table(goals, lang),
        notes=[t("targets.note", lang), *notes.of([result], lang)],
        files=files.of_table(key, built, [result]),
    )


def _plans_of(result: KpiResult, now: Selection) -> list[dict[str, Any]]:
    chosen = now.codes("indicator")
    plans = _within(session.rows("targets"), now)
    return [plan for plan in plans if not chosen or plan["indicator_code"] in chosen]


def figure(goals: Sequence[Goal], colours: Palette, lang: Lang) -> Figure:
    """Return a bar chart of the achieved shares of targets, with a line at 100 %.

    Each bar has a mark at its milestone.
    """
    items: list[Bar] = []
    marks: list[tuple[int, float, str]] = []
    group = ""
    for goal in goals:
        if goal.group != group:
            group = goal.group
            items.append(Bar(group, None, "", is_heading=True))
        share = None
        if goal.milestone is not None and goal.target > goal.baseline:
            share = (goal.milestone - goal.baseline) / (goal.target - goal.baseline)
            marks.append((len(items), share, _milestone_words(goal, lang)))
        items.append(replace(_bar(goal, lang), mark=share))
    drawn = figures.bars(items, colours, [Line(1.0, t("targets.target", lang))])
    drawn["data"].append(_ticks(marks, colours))
    return drawn


def _bar(goal: Goal, lang: Lang) -> Bar:
    written = states.written(goal.row, TARGET_ACHIEVEMENT, lang)
    if goal.achieved is not None:
        written = f"{written}<br>{_gap(goal.distance(goal.target) or 0, lang)}"
    hover = results.hover(goal.row, TARGET_ACHIEVEMENT, goal.name, lang)
    if goal.achieved is not None:
        hover = f"{hover}<br>{_distance_words(goal.distance(goal.target), lang)}"
    value = None if goal.row.value is None else float(goal.row.value)
    return Bar(
        words.wrapped(goal.name, 34),
        value,
        written,
        hover,
        is_hatched=goal.row.state is not State.SHOWN,
    )


def _distance_words(distance: float | None, lang: Lang) -> str:
    if distance is None:
        return ""
    key = "targets.missing" if distance > 0 else "targets.passed"
    return t(key, lang, n=format_number(abs(distance), lang))


def _gap(distance: float, lang: Lang) -> str:
    """Return a short text: how much is missing to a target, or by how much it is exceeded."""
    key = "targets.to_go" if distance > 0 else "targets.beyond"
    return t(key, lang, n=format_number(abs(distance), lang))


def _milestone_words(goal: Goal, lang: Lang) -> str:
    year = goal.milestone_year or "–"
    written = t("targets.milestone_at", lang, year=year, n=format_number(goal.milestone or 0, lang))
    return f"{written}. {_distance_words(goal.distance(goal.milestone), lang)}"


def _ticks(marks: Sequence[tuple[int, float, str]], colours: Palette) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "y": [place for place, _, _ in marks],
        "x": [share for _, share, _ in marks],
        "hovertemplate": HOVER,
        "hovertext": [written for _, _, written in marks],
        "marker": {"symbol": "line-ns", "size": 18, "line": {"color": colours.accent, "width": 3}},
    }


def table(goals: Sequence[Goal], lang: Lang) -> Table:
    """Return a table of targets with the values achieved and the distances."""
    count = ("baseline", "milestone", "target", "achieved", "to_milestone", "to_target")
    columns = [
        Column("name", t("targets.name", lang), width="medium"),
        Column("period", dimension("period").label.in_(lang)),
        Column("milestone_year", t("targets.column_milestone_year", lang)),
        Column("target_year", t("targets.column_target_year", lang)),
        *(Column(name, t(f"targets.column_{name}", lang), Unit.COUNT) for name in count),
        Column("achievement", TARGET_ACHIEVEMENT.label.in_(lang), Unit.SHARE),
    ]
    return Table.of(columns, [_cells(goal) for goal in goals])


def _cells(goal: Goal) -> list[Cell | str]:
    guarded = (
        goal.achieved,
        goal.distance(goal.milestone),
        goal.distance(goal.target),
        goal.row.value,
    )
    return [
        goal.name,
        goal.group,
        _year(goal.milestone_year),
        _year(goal.target_year),
        goal.baseline,
        goal.milestone,
        goal.target,
        *(states.cell(figure, goal.row) for figure in guarded),
    ]


def _year(year: int | None) -> str:
    return str(year) if year else words.NOTHING
