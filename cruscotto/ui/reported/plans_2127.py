"""The plans of programmes of 2021-2027.

A programme has rates only if its plan is known to the euro. Other programmes have the reason why
they have no rates.
"""

from collections.abc import Mapping
from typing import Any

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.kpi.registry.plans_2127 import (
    COMMITMENT_RATE_2127,
    PAYMENT_RATE_2127,
    PLANNED_2127_EU_EUR,
    PLANNED_2127_EUR,
)
from cruscotto.kpi.wording import programme_names
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import session
from cruscotto.ui.text import notes, words

PERIOD = "2021-2027"
NAME_PIXELS = 230
REASON_PIXELS = 260
AMOUNTS = (PLANNED_2127_EUR, PLANNED_2127_EU_EUR)
RATES = (COMMITMENT_RATE_2127, PAYMENT_RATE_2127)
Row = Mapping[str, Any]


def are_asked(selection: Selection) -> bool:
    """Return whether a selection includes programmes of 2021-2027."""
    return bool(_rows(selection))


def listing(selection: Selection, lang: Lang) -> None:
    """Draw a table of the plans of a selection's programmes."""
    rows = _rows(selection)
    if not rows:
        return
    understood = session.fitting(PLANNED_2127_EUR, selection)
    measured = [session.measure(kpi, ("programme",), understood) for kpi in (*AMOUNTS, *RATES)]
    exact = sum(1 for row in rows if row["precision_code"] == "euro")
    exhibit = Exhibit(
        key="plans_2127",
        title=t("plans_2127.title", lang, exact=exact, of=len(rows)),
        subtitle=t("plans_2127.subtitle", lang),
        table=_table(rows, measured, lang),
        notes=[t("plans_2127.note", lang), *notes.of(measured[:1], lang), _sources(rows)],
        files=files.of_results(measured, "plans_2127"),
    )
    charts.listed(exhibit, lang)


def _rows(selection: Selection) -> list[Row]:
    """Return the plans of the programmes selected.

    Filters that plans do not know, such as the status of operations, are ignored.
    """
    periods = selection.codes("period")
    if periods and PERIOD not in periods:
        return []
    understood = session.fitting(PLANNED_2127_EUR, selection)
    plans = session.measure(PLANNED_2127_EUR, ("programme",), understood)
    codes = {row.codes[0] for row in plans.rows}
    return [row for row in session.rows("plans_2127") if row["programme_code"] in codes]


def _table(rows: list[Row], measured: list[KpiResult], lang: Lang) -> Table:
    columns = [
        Column("name", t("plans_2127.programme", lang), width=NAME_PIXELS),
        Column("total", t("plans_2127.short_total", lang), Unit.EUR, t("plans_2127.total", lang)),
        Column("precision", t("plans_2127.precision", lang), width=110),
        Column("rate", t("plans_2127.short_rate", lang), Unit.SHARE, t("plans_2127.rate", lang)),
        *(_rate_column(result.kpi, lang) for result in _with_rates(measured)),
        Column("reason", t("plans_2127.reason", lang), width=REASON_PIXELS),
        Column("category", t("plans_2127.category", lang), is_extra=True),
        Column("decision", t("plans_2127.decision", lang), is_extra=True),
        Column("code", t("plans_2127.code", lang), is_extra=True),
    ]
    return Table.of(columns, [_row(row, measured, lang) for row in rows])


def _rate_column(kpi: Kpi, lang: Lang) -> Column:
    short = t(f"plans_2127.short_{kpi.name}", lang)
    return Column(kpi.name, short, kpi.unit, kpi.label.in_(lang))


def _with_rates(measured: list[KpiResult]) -> list[KpiResult]:
    """Return those of the results that are rates and have a value for some programme."""
    rates = measured[len(AMOUNTS) :]
    return [r for r in rates if any(row.value is not None for row in r.rows)]


def _row(row: Row, measured: list[KpiResult], lang: Lang) -> list[object]:
    code, category = row["programme_code"], row["category_of_region_code"]
    return [
        programme_names.written(row["programme_name"]),
        row["total_eur"],
        session.names("precision", lang)[row["precision_code"]],
        row["eu_rate"],
        *(r.value(code) for r in _with_rates(measured)),
        _reason(row, lang),
        session.names("category_of_region", lang)[category],
        row[f"decision_{lang}"],
        code if row["is_code_confirmed"] else f"{code}\u00a0*",
    ]


def _reason(row: Row, lang: Lang) -> str:
    """Return, as text, why a programme has no rate; empty if no reason is recorded.

    But if no operations are loaded and no other reason is recorded, the text gives that as the
    reason.
    """
    reason = row["no_rate_reason"]
    if reason is None and session.has_operations():
        return ""
    return t(f"plans_2127.no_rate_{reason or 'operations'}", lang)


def _sources(rows: list[Row]) -> str:
    named = ((programme_names.written(row["programme_name"]), row["source"]) for row in rows)
    return "; ".join(f"{words.plain(name)}: {words.plain(source)}" for name, source in named)
