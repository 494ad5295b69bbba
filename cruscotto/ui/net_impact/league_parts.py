"""What the exhibits of net effects by region and by group of persons have in common."""

from collections.abc import Callable

from cruscotto.i18n import Lang, t
from cruscotto.impact.answers import Answer
from cruscotto.impact.leagues import Group, League
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.files import Titled
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.net_impact import files as impact_files
from cruscotto.ui.net_impact import findings
from cruscotto.ui.net_impact.marks import Mark
from cruscotto.ui.text import effects, prose

Names = Callable[[Group], str]


def exhibit(key: str, answer: Answer, lang: Lang, titled: Callable[[Lang], Titled]) -> Exhibit:
    """Return the title, table, notes and files that frame the chart of regions or of groups."""
    title, table = titled(lang)
    written = [t(f"net_impact.note_{key}", lang)]
    written += impact_files.source_notes(answer, lang)
    return Exhibit(
        key=f"net_{key}_exhibit",
        title=title,
        subtitle=t(f"net_impact.{key}_subtitle", lang),
        table=table,
        notes=written,
        files=impact_files.of_table(f"net_impact_{key}", titled, answer),
    )


def unit_of(league: League) -> str:
    """Return the unit of the groups' net effects: `pp` for percentage points, `eur` for euro."""
    return next((effects.unit_of(g.found.estimate.outcome) for g in league.shown if g.found), "pp")


def not_shown(league: League, lang: Lang) -> None:
    """Draw a note on how many groups are hidden and how many have no estimate."""
    hidden = sum(group.is_hidden for group in league.groups)
    missing = sum(group.refused is not None for group in league.groups)
    if hidden or missing:
        prose.small(t("net_impact.not_shown", lang, hidden=hidden, missing=missing))


def ends(marks: list[Mark]) -> tuple[float, float]:
    """Return the ends of a scale that includes zero and every interval."""
    return min(0.0, *(mark.low for mark in marks)), max(0.0, *(mark.high for mark in marks))


def how_many(n: int) -> str:
    """Return the ending of a catalogue key for a number: `none` for 0, `one` for 1, else `many`."""
    return {0: "none", 1: "one"}.get(n, "many")


def table_of(league: League, names: Names, lang: Lang) -> Table:
    """Return a table of regions or groups; a row without an estimate has the reason instead."""
    unit = unit_of(league)
    columns = [
        Column("group", t("net_impact.column_group", lang), width=170),
        Column("att", t("net_impact.column_net", lang), unit),
        Column("low", t("net_impact.column_low", lang), unit),
        Column("high", t("net_impact.column_high", lang), unit),
        Column("shrunken", t("net_impact.column_shrunken", lang), unit),
        Column("adjusted_p", t("net_impact.column_adjusted_p", lang), "probability"),
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
    return [
        name,
        one.att,
        one.low,
        one.high,
        drawn,
        group.adjusted_p,
        one.n_treated,
        one.n_comparison,
        state,
    ]
