"""Milestones and targets as authorities report them: how far, at which pace, by when."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from cruscotto.finance.milestones import Progress, Verdict, judge, progress
from cruscotto.finance.rules import performance_rules
from cruscotto.i18n import Lang, t
from cruscotto.ui import charts, files, session
from cruscotto.ui.charts import Exhibit
from cruscotto.ui.tables import Column, Table

Row = dict[str, Any]
HUNDRED = 100
# The period whose thresholds are judged, and the output indicators that count for them.
FRAMEWORK = "2014-2020"
OUTPUTS = ("CO0", "CO1", "CO2")
DAYS_PER_YEAR = 365.25


def rows_of(programmes: Sequence[str]) -> list[Row]:
    """Return the targets that some programmes report on."""
    return session.rows("targets_reported", programmes=",".join(programmes))


def progress_of(row: Row) -> Progress | None:
    """Return how far a reported value is; nothing without a target or its year."""
    if not row["target"] or row["target_year"] is None:
        return None
    return progress(row["target"], row["achieved"], row["target_year"], row["edition_date"])


def status(row: Row) -> str:
    """Return the status in a word: reached, on the way, behind, over and missed.

    Behind means that the share achieved lags the share of time gone by; a period's thresholds
    say when a target that is over was missed.
    """
    seen = progress_of(row)
    if seen is None or seen.share is None:
        return "unknown"
    if seen.share >= 1:
        return "reached"
    if seen.months_left == 0:
        limit = performance_rules(row["period_code"]).get("achieved")
        enough = limit is not None and limit.threshold_pct is not None and (
            seen.share * HUNDRED >= limit.threshold_pct
        )  # fmt: skip
        return "enough" if enough else "missed"
    arrives = projected_year(row)
    return "behind" if arrives is None or arrives > row["target_year"] else "on_the_way"


def projected_year(row: Row) -> int | None:
    """Return the year in which the average pace since the period began reaches the target."""
    start = int(row["period_code"][:4]) if row["period_code"][:4].isdigit() else None
    achieved = float(row["achieved"] or 0)
    if start is None or achieved <= 0 or not row["target"]:
        return None
    day = row["edition_date"]
    now = day.year + day.timetuple().tm_yday / DAYS_PER_YEAR
    left = max(0.0, float(row["target"]) - achieved) * (now - start) / achieved
    return int(now + left)


def draw(programmes: Sequence[str], lang: Lang) -> None:
    """Draw the targets of some programmes, those behind first."""
    found = rows_of(programmes)
    if not found:
        st.info(t("promises.nothing", lang))
        return
    order = ("missed", "behind", "unknown", "on_the_way", "enough", "reached")
    found = sorted(found, key=lambda row: order.index(status(row)))
    late = sum(status(row) in ("missed", "behind") for row in found)
    title = t("promises.title", lang, late=late, n=len(found))
    exhibit = Exhibit(
        "promises", title, t("promises.subtitle", lang), _table(found, lang),
        [t("promises.note", lang),
         *(f"{r.legal_basis}: {r.confidence}." for r in _rules(found))],
        files.of_table("promises", lambda said: (t("promises.file", said), _table(found, said))),
    )  # fmt: skip
    with st.container(border=True):
        charts.head(exhibit)
        charts.foot(exhibit, lang, open_table=True)


def verdicts(found: Sequence[Row]) -> dict[tuple[str, str], tuple[Verdict, int]]:
    """Return the framework's verdict on each priority, with how many indicators it stands on.

    Output indicators alone are judged, against their final target: results carry no sanction, and
    the financial indicator needs a target that no contract states.
    """
    shares: dict[tuple[str, str], list[Decimal]] = {}
    periods: dict[tuple[str, str], str] = {}
    for row in found:
        seen = progress_of(row)
        if row["indicator_code"].startswith(OUTPUTS) and seen and seen.share is not None:
            priority = (row["programme_code"], row["axis_code"])
            shares.setdefault(priority, []).append(seen.share)
            periods[priority] = row["period_code"]
    judged = {key: (judge(periods[key], given), len(given)) for key, given in shares.items()}
    return {key: (verdict, n) for key, (verdict, n) in judged.items() if verdict}


def framework(programmes: Sequence[str], lang: Lang) -> None:
    """Draw the performance framework's verdict on each priority that has one."""
    found = verdicts(rows_of(programmes))
    if not found:
        return
    good = sum(verdict is Verdict.ACHIEVED for verdict, _ in found.values())
    exhibit = Exhibit(
        "framework", t("promises.framework_title", lang, good=good, n=len(found)),
        t("promises.framework_subtitle", lang), _verdict_table(found, lang),
        [t("promises.framework_note", lang),
         *(f"{r.legal_basis}: {r.confidence}." for r in performance_rules(FRAMEWORK).values())],
        files.of_table("framework", lambda said: (t("promises.framework", said),
                                                  _verdict_table(found, said))),
    )  # fmt: skip
    with st.container(border=True):
        charts.head(exhibit)
        charts.foot(exhibit, lang, open_table=True)


def _verdict_table(found: dict[tuple[str, str], tuple[Verdict, int]], lang: Lang) -> Table:
    columns = [
        Column("programme", t("authorities.programme", lang)),
        Column("axis", t("authorities.axis", lang)),
        Column("verdict", t("promises.verdict", lang)),
        Column("indicators", t("promises.indicators", lang), "count"),
    ]
    rows = [[*key, t(f"promises.verdict_{verdict}", lang), n]
            for key, (verdict, n) in found.items()]  # fmt: skip
    return Table.of(columns, rows)


def _rules(found: list[Row]) -> list[Any]:
    periods = sorted({row["period_code"] for row in found})
    return [rule for period in periods for rule in performance_rules(period).values()]


def _table(found: list[Row], lang: Lang) -> Table:
    columns = [
        Column("programme", t("authorities.programme", lang)),
        Column("axis", t("authorities.axis", lang)),
        Column("indicator", t("promises.indicator", lang)),
        Column("status", t("promises.status", lang)),
        Column("share", t("promises.share", lang), "share"),
        Column("achieved", t("promises.achieved", lang), "count"),
        Column("milestone", t("promises.milestone", lang), "count"),
        Column("target", t("promises.target", lang), "count"),
        Column("year", t("promises.year", lang)),
        Column("per_month", t("promises.per_month", lang), "count", decimals=1),
        Column("arrival", t("promises.arrival", lang)),
    ]
    return Table.of(columns, [_line(row, lang) for row in found])


def _line(row: Row, lang: Lang) -> list[Any]:
    seen = progress_of(row)
    arrives = projected_year(row)
    return [
        row["programme_code"], row["axis_code"], row["indicator_code"],
        t(f"promises.status_{status(row)}", lang), seen.share if seen else None,
        _whole(row["achieved"]), _whole(row["milestone"]), _whole(row["target"]),
        str(row["target_year"] or "–"), seen.per_month if seen else None,
        str(arrives) if arrives else "–",
    ]  # fmt: skip


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else round(value)
