"""The history of a programme's plan: every dated version, and the one in force."""

from datetime import date

import streamlit as st

from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.reported import REPORTED_PLANNED_EUR
from cruscotto.ui.exhibit import charts
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.lines import Series, lines
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.state import session
from cruscotto.ui.text import notes, words


def programmes(selection: Selection) -> tuple[str, ...]:
    """Return the programmes that the reports of a selection cover."""
    found = session.measure(REPORTED_PLANNED_EUR, ("programme",), selection)
    return tuple(row.codes[0] for row in found.rows)


def history(programme: str, selection: Selection, lang: Lang) -> None:
    """Draw a programme's planned total over time, with a table of all versions of the plan.

    If the total never changed, draw only the table; with fewer than two versions, nothing.
    """
    rows = session.rows("plan_history", programme=programme)
    if len(rows) < 2:
        return
    name = session.names("programme", lang)[programme]
    days = tuple(row["edition_date"] for row in rows)
    item = Series(
        t("reported.plan", lang),
        days,
        tuple(float(row["planned_eur"]) / words.MILLION for row in rows),
        tuple(_hover(row["edition_date"], row["planned_eur"], lang) for row in rows),
        is_step=True,
    )
    columns = [
        Column("edition", t("reported.plan_day", lang)),
        Column("planned", t("reported.plan", lang), Unit.EUR),
        Column("eu", t("reported.plan_eu", lang), Unit.EUR),
        Column("react", "REACT-EU", Unit.EUR),
    ]
    cells = [
        [format_date(r["edition_date"], lang), r["planned_eur"], r["eu_eur"], r["react_eur"]]
        for r in rows
    ]
    millions = t("units.million_eur", lang)
    time = f"{format_date(days[0], lang)} – {format_date(days[-1], lang)}"
    has_changed = len({row["planned_eur"] for row in rows}) > 1
    exhibit = Exhibit(
        key="plan_history",
        title=_title(rows[0]["planned_eur"], rows[-1]["planned_eur"], lang),
        subtitle=f"{name} ({millions})" if has_changed else f"{name}, {time}",
        table=Table.of(columns, cells),
        notes=[t("reported.plan_note", lang), notes.source("cohesion_open_data", lang)],
    )
    if has_changed:
        charts.framed(lines([item], palette(), lang), exhibit, lang)
        return
    # a line at one height says no more than the title
    with st.container(border=True, key="plan_history_frame"):
        charts.head(exhibit)
        charts.foot(exhibit, lang)


def _title(first: float, last: float, lang: Lang) -> str:
    if first == last:
        return t("reported.plan_same", lang, last=words.short(last, Unit.EUR, lang))
    return t(
        "reported.plan_changed",
        lang,
        first=words.short(first, Unit.EUR, lang),
        last=words.short(last, Unit.EUR, lang),
    )


def _hover(day: date, amount: float, lang: Lang) -> str:
    return f"{format_date(day, lang)}: {words.short(amount, Unit.EUR, lang)}"
