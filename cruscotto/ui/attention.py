"""What needs attention: plain rules, each with its size, its reason and where to look.

The thresholds are choices of the analysts, not of the law; the screen says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.registry import COMMITMENT_RATE, PAYMENT_RATE
from cruscotto.kpi.result import KpiRow
from cruscotto.kpi.selection import Selection
from cruscotto.ui import filters, prose, session, sitemap, words

# A programme is far below the others when it is this many points under their median.
POINTS_BELOW = 0.15
# An axis is behind when less than this part of its plan is committed.
LOW_COMMITMENT = 0.60
SMALLEST_PLAN = 5_000_000
SHOWN = 3


@dataclass(frozen=True)
class Alert:
    """One thing to look at: how large it is, what and why, and the page that shows it."""

    size: str
    title: str
    reason: str
    page: str
    label: str
    changes: tuple[tuple[str, str], ...] = ()


def found(selection: Selection, lang: Lang) -> list[Alert]:
    """Return what needs attention, the largest of each kind first."""
    return [
        *slow_programmes(selection, lang)[:SHOWN],
        *uncommitted_axes(selection, lang)[:SHOWN],
        *data_problems(lang),
    ]


def slow_programmes(selection: Selection, lang: Lang) -> list[Alert]:
    """Find programmes whose payment rate is far below the median of all."""
    everything = session.measure(PAYMENT_RATE, ("programme",), _without_places(selection))
    rates = [float(row.value) for row in everything.rows if row.value is not None]
    if len(rates) < 3:
        return []
    middle = median(rates)
    here = session.measure(PAYMENT_RATE, ("programme",), selection)
    behind = [row for row in here.rows if _is_below(row, middle - POINTS_BELOW)]
    names = session.names("programme", lang)
    return [
        Alert(
            words.short(_missing(row, middle), "eur", lang), names[row.codes[0]],
            t(
                "attention.slow_programme", lang,
                rate=words.figure(row.value, PAYMENT_RATE, lang),
                median=words.figure(middle, PAYMENT_RATE, lang), n=len(rates),
            ),
            "authorities", t("attention.see_programme", lang), (("programme", row.codes[0]),),
        )
        for row in sorted(behind, key=lambda row: -_missing(row, middle))
    ]  # fmt: skip


def _without_places(selection: Selection) -> Selection:
    return selection.with_(region=[], managing_authority=[], programme=[], axis=[], status=[])


def _is_below(row: KpiRow, threshold: float) -> bool:
    return row.value is not None and float(row.value) < threshold


def _missing(row: KpiRow, rate: float) -> float:
    """Return the euro that a rate would take from where a row stands."""
    return rate * float(row.denominator or 0) - float(row.numerator or 0)


def uncommitted_axes(selection: Selection, lang: Lang) -> list[Alert]:
    """Find axes that have committed little of their plan."""
    result = session.measure(COMMITMENT_RATE, ("programme", "axis"), selection)
    behind = [
        row for row in result.rows
        if _is_below(row, LOW_COMMITMENT) and float(row.denominator or 0) >= SMALLEST_PLAN
    ]  # fmt: skip
    return [
        _axis_alert(row, lang)
        for row in sorted(behind, key=lambda row: -_missing(row, LOW_COMMITMENT))
    ]


def _axis_alert(row: KpiRow, lang: Lang) -> Alert:
    programme, axis = row.codes
    name = filters.axis_label(axis, session.axis_names(programme).get(axis))
    return Alert(
        words.short(float(row.denominator or 0) - float(row.numerator or 0), "eur", lang),
        t("attention.axis", lang, programme=session.names("programme", lang)[programme], axis=name),
        t(
            "attention.uncommitted_axis", lang,
            rate=words.figure(row.value, COMMITMENT_RATE, lang),
            plan=words.spoken(row.denominator, "eur", lang),
            threshold=words.figure(LOW_COMMITMENT, COMMITMENT_RATE, lang),
        ),
        "authorities", t("attention.see_programme", lang), (("programme", programme),),
    )  # fmt: skip


def data_problems(lang: Lang) -> list[Alert]:
    """Find what the files themselves got wrong: rows refused, fields that cannot be read."""
    files = session.rows("files")
    refused = sum(file["rows_refused"] for file in files)
    unreadable = sum(file["field_issues"] for file in files)
    alerts = []
    for size, key in ((refused, "refused"), (unreadable, "unreadable")):
        if size:
            alerts.append(
                Alert(
                    format_number(size, lang), t(f"attention.{key}", lang),
                    t(f"attention.{key}_why", lang), "data_quality",
                    t("attention.see_quality", lang),
                )
            )  # fmt: skip
    return alerts


def draw(selection: Selection, lang: Lang) -> None:
    """Draw the list, each with its size, its reason and a link."""
    alerts = found(selection, lang)
    with st.container(border=True):
        st.header(_title(alerts, lang), anchor=False)
        prose.small(
            t(
                "attention.rules", lang, points=format_number(POINTS_BELOW * 100, lang),
                commitment=words.figure(LOW_COMMITMENT, COMMITMENT_RATE, lang),
            )
        )  # fmt: skip
        for alert in alerts:
            _draw_one(alert, lang)


def _title(alerts: Sequence[Alert], lang: Lang) -> str:
    if not alerts:
        return t("attention.none", lang)
    key = "attention.one" if len(alerts) == 1 else "attention.some"
    return t(key, lang, n=len(alerts))


def _draw_one(alert: Alert, lang: Lang) -> None:
    with st.container(border=True):
        size, what, where = st.columns([2, 6, 2], vertical_alignment="center")
        with size:
            st.markdown(f"**{alert.size}**")
        with what:
            st.markdown(f"**{words.plain(alert.title)}**  \n{words.plain(alert.reason)}")
        with where:
            changes = {"axis": None, **dict(alert.changes)} if alert.changes else {}
            sitemap.link(alert.page, lang, alert.label, **changes)
