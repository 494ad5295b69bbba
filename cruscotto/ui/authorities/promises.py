"""Milestones and targets as authorities report them: share achieved, pace, year of arrival."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from cruscotto.facts import targets
from cruscotto.finance.decommitment_rules import performance_rules
from cruscotto.finance.milestones import Status, Verdict
from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import State
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table, Tone, Toned
from cruscotto.ui.state import session
from cruscotto.ui.text import words

Row = dict[str, Any]
# The period whose thresholds are judged.
FRAMEWORK = "2014-2020"
# Worst first; what each asks of the reader is in its colour too.
ORDER = tuple(
    Status(name)
    for name in (
        "missed",
        "will_miss",
        "behind",
        "unknown",
        "hidden",
        "on_the_way",
        "enough",
        "reached",
    )
)
QUIET = (Status.UNKNOWN, Status.HIDDEN)
of_programmes = session.of_page(targets.of_programmes)
status = session.of_page(targets.status)
arrival_of = session.of_page(targets.arrival_of)


def draw(programmes: Sequence[str], lang: Lang) -> None:
    """Draw a table of the given programmes' targets.

    Missed targets and those behind schedule come first, reached targets last.
    """
    found = of_programmes(programmes)
    if not found:
        st.info(t("promises.nothing", lang))
        return
    found = sorted(found, key=lambda row: ORDER.index(status(row)))
    late = sum(status(row) in targets.LATE for row in found)
    title = t("promises.title", lang, late=late, n=len(found))
    exhibit = Exhibit(
        key="promises",
        title=title,
        subtitle=t("promises.subtitle", lang),
        table=_table(found, lang),
        notes=[
            t("promises.note", lang),
            *(f"{r.legal_basis}: {r.confidence}." for r in _rules(found)),
        ],
        files=files.of_table(
            "promises", lambda in_lang: (t("promises.file", in_lang), _table(found, in_lang))
        ),
    )
    charts.listed(exhibit, lang)


def framework(programmes: Sequence[str], lang: Lang) -> None:
    """Draw a table with the performance framework's verdict on each axis that has a verdict."""
    found = targets.verdicts(of_programmes(programmes))
    if not found:
        return
    good = sum(verdict is Verdict.ACHIEVED for verdict, _ in found.values())
    exhibit = Exhibit(
        key="framework",
        title=t("promises.framework_title", lang, good=good, n=len(found)),
        subtitle=t("promises.framework_subtitle", lang),
        table=_verdict_table(found, lang),
        notes=[
            t("promises.framework_note", lang),
            *(f"{r.legal_basis}: {r.confidence}." for r in performance_rules(FRAMEWORK).values()),
        ],
        files=files.of_table(
            "framework",
            lambda in_lang: (t("promises.framework", in_lang), _verdict_table(found, in_lang)),
        ),
    )
    charts.listed(exhibit, lang)


def _verdict_table(found: dict[tuple[str, str], tuple[Verdict, int]], lang: Lang) -> Table:
    columns = [
        Column("programme", t("authorities.programme", lang)),
        Column("axis", t("authorities.axis", lang)),
        Column("verdict", t("promises.verdict", lang)),
        Column("indicators", t("promises.indicators", lang), "count"),
    ]
    rows = [
        [*key, t(f"promises.verdict_{verdict}", lang), n] for key, (verdict, n) in found.items()
    ]
    return Table.of(columns, rows)


def _rules(found: list[Row]) -> list[Any]:
    periods = sorted({row["period_code"] for row in found})
    return [rule for period in periods for rule in performance_rules(period).values()]


def _table(found: list[Row], lang: Lang) -> Table:
    is_one = len({row["programme_code"] for row in found}) == 1
    # what a narrow screen shows of a row: which target, how it stands and when it arrives
    columns = [
        Column("indicator", t("promises.indicator", lang), width=90),
        Column("axis", t("authorities.axis", lang), width=76),
        Column("status", t("promises.status", lang), width=196),
        Column("arrival", t("promises.arrival", lang)),
        Column("arrival_band", t("promises.arrival_band", lang)),
        Column("year", t("promises.year", lang)),
        Column("share", t("promises.share", lang), "share"),
        Column("achieved", t("promises.achieved", lang), "count"),
        Column("target", t("promises.target", lang), "count"),
        Column("programme", t("authorities.programme", lang), is_extra=is_one),
        Column("per_month", t("promises.per_month", lang), "count", decimals=1, is_extra=True),
        Column("milestone", t("promises.milestone", lang), "count", is_extra=True),
        Column("milestone_year", t("promises.milestone_year", lang), is_extra=True),
        Column("milestone_status", t("promises.milestone_status", lang), is_extra=True),
    ]
    return Table.of(columns, [_line(row, lang) for row in found])


def _line(row: Row, lang: Lang) -> list[Any]:
    seen = targets.progress_of(row)
    nothing = State.HIDDEN if row["is_hidden"] else None
    return [
        row["indicator_code"],
        row["axis_code"],
        _written(status(row), lang),
        *_arrival(row, lang),
        str(row["target_year"] or words.NOTHING),
        seen.share if seen else nothing,
        nothing if row["is_hidden"] else _whole(row["achieved"]),
        _whole(row["target"]),
        row["programme_code"],
        seen.per_month if seen else nothing,
        _whole(row["milestone"]),
        str(row["milestone_year"] or words.NOTHING),
        _written(status(row, "milestone"), lang) if row["milestone"] else words.NOTHING,
    ]


def _written(found: Status, lang: Lang) -> Toned:
    tone = Tone.ALARM if found in targets.LATE else Tone.QUIET if found in QUIET else Tone.PLAIN
    return Toned(t(f"promises.status_{found}", lang), tone)


def _arrival(row: Row, lang: Lang) -> tuple[str, str]:
    """Return two texts: the year in which a target is expected to be reached, and a range of years.

    Both are a dash unless the target is still to be reached and its progress is known. The second
    states that there is no range, where records do not make up the value.
    """
    if status(row) not in (Status.ON_THE_WAY, Status.BEHIND, Status.WILL_MISS):
        return words.NOTHING, words.NOTHING
    if arrives := arrival_of(row):
        middle, *edges = (_year(y, lang) for y in (arrives.median, arrives.early, arrives.late))
        return middle, edges[0] if edges[0] == edges[1] else t(
            "promises.band", lang, early=edges[0], late=edges[1]
        )
    return _year(targets.projected_year(row), lang), t("promises.no_band", lang)


def _year(year: int | None, lang: Lang) -> str:
    return str(year) if year else t("promises.not_in_sight", lang)


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else round(value)
