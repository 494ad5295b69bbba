"""What changed since the previous edition, by region and by programme."""

from decimal import Decimal
from typing import Any

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import COMMITMENTS_EUR, OPERATIONS_COUNT, PAYMENTS_EUR
from cruscotto.kpi.registry.reported import (
    REPORTED_DECLARED_EUR,
    REPORTED_PLANNED_EUR,
    REPORTED_SELECTED_EUR,
)
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.reported import absent
from cruscotto.ui.state import session
from cruscotto.ui.state.places import short_names
from cruscotto.ui.text import cited, notes, words

# Money and operations alone: figures of persons of two editions side by side give persons away.
MONITORED = (PAYMENTS_EUR, COMMITMENTS_EUR, OPERATIONS_COUNT)
# What a set without operations has: two reports to the Commission.
REPORTED = (REPORTED_DECLARED_EUR, REPORTED_SELECTED_EUR, REPORTED_PLANNED_EUR)
Changes = dict[str, dict[str, tuple[Any, Any]]]


def _shown() -> tuple[Kpi, ...]:
    """Return the three indicators whose changes the page shows.

    They are about operations or, without operations loaded, about figures that authorities reported
    to the Commission.
    """
    return REPORTED if absent.is_lacking("changes") else MONITORED


def _words(key: str, lang: Lang, **parts: Any) -> str:
    """Return a text of this page; without operations loaded, the text on reported figures."""
    return t(f"changes.{'reported_' if absent.is_lacking('changes') else ''}{key}", lang, **parts)


def days(selection: Selection) -> tuple[str, str]:
    """Return the ISO dates of the previous and the newest edition; empty for a missing edition."""
    found = (
        session.measure(_shown()[0], (), selection.at(slot)) for slot in ("previous", "current")
    )
    before, now = (
        max(result.editions, default="") if result.value() is not None else "" for result in found
    )
    return before, now


def sentence(selection: Selection, lang: Lang) -> str:
    """Return a text on the total change of each indicator since the previous edition.

    It states, too, in how many regions the first indicator (the first column of the table) grew.
    """
    before, now = days(selection)
    found = _changes("region", selection)
    changed = {code: figures for code, figures in found.items() if code in short_names()}
    first, second, third = _shown()
    moved = [_difference(figures.get(first.name)) for figures in changed.values()]
    known = [change for change in moved if change is not None]
    return _words(
        "lead",
        lang,
        before=cited.in_words(before, lang),
        now=cited.in_words(now, lang),
        first=_signed(_total(first, selection), "eur", lang),
        second=_signed(_total(second, selection), "eur", lang),
        third=_signed(_total(third, selection), third.unit, lang),
        grown=sum(change > 0 for change in known),
        all=len(known),
    )


def _signed(change: Decimal, unit: str, lang: Lang) -> str:
    written = words.spoken(change, unit, lang)
    return f"+{written}" if change > 0 else written


def _total(kpi: Kpi, selection: Selection) -> Decimal:
    before = session.measure(kpi, (), selection.at("previous")).value() or 0
    now = session.measure(kpi, (), selection).value() or 0
    return Decimal(_difference((before, now)))


def draw(by: str, selection: Selection, lang: Lang) -> None:
    """Draw a table of changes since the previous edition.

    Each row is a member of the dimension `by`, such as a region. Each indicator has two columns:
    its present value and its change. The member with the largest change of the first indicator, up
    or down, comes first.
    """
    exhibit = Exhibit(
        key=f"changes_{by}",
        title=t(f"changes.by_{by}", lang),
        subtitle=_words("subtitle", lang),
        table=_table(by, selection, lang),
        notes=[*notes.of(_measured(by, selection, "current"), lang), _words("note", lang)],
        files=files.of_table(
            f"changes_{by}",
            lambda in_lang: (t(f"changes.by_{by}", in_lang), _table(by, selection, in_lang)),
            _measured(by, selection, "current"),
        ),
    )
    charts.listed(exhibit, lang)


def _measured(by: str, selection: Selection, slot: Any) -> list[KpiResult]:
    return [session.measure(kpi, (by,), selection.at(slot)) for kpi in _shown()]


def _changes(by: str, selection: Selection) -> Changes:
    """Return, by code of the member and name of the indicator, the previous and the present value.

    A value that is not shown is `None`.
    """
    found: Changes = {}
    for place, slot in enumerate(("previous", "current")):
        for result in _measured(by, selection, slot):
            for row in result.rows:
                value = row.value if row.state is State.SHOWN else None
                pair = found.setdefault(row.codes[0], {}).setdefault(result.kpi.name, (None, None))
                found[row.codes[0]][result.kpi.name] = (
                    (value, pair[1]) if place == 0 else (pair[0], value)
                )
    return found


def _difference(pair: tuple[Any, Any] | None) -> Any:
    """Return the present less the previous value; `None` if one of the two is not known."""
    return None if pair is None or None in pair else pair[1] - pair[0]


def _table(by: str, selection: Selection, lang: Lang) -> Table:
    shown = _shown()
    known = session.names(by, lang) | (short_names() if by == "region" else {})
    columns = [Column("name", t(f"changes.member_{by}", lang), width=170)]
    for kpi in shown:
        label = t(f"changes.short_{kpi.name}", lang) if kpi in REPORTED else kpi.label.in_(lang)
        columns.append(Column(kpi.name, t("changes.now", lang, name=label), str(kpi.unit)))
        changed = t("changes.change", lang, name=label)
        columns.append(Column(f"{kpi.name}_change", changed, str(kpi.unit), is_signed=True))
    rows = [
        [known.get(code, code), *(figure for kpi in shown for figure in _pair(found.get(kpi.name)))]
        for code, found in _changes(by, selection).items()
    ]
    return Table.of(columns, sorted(rows, key=lambda row: -abs(row[2] or 0)))


def _pair(pair: tuple[Any, Any] | None) -> tuple[Any, Any]:
    return (None, None) if pair is None else (pair[1], _difference(pair))


def none_before(lang: Lang) -> None:
    """Draw a notice that there is no previous edition to compare with."""
    st.info(_words("none", lang))
