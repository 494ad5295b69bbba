"""Amounts that a newer edition of the reports changed: the value before and after."""

from typing import Any

from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.ui.exhibit import charts
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.reported import plans
from cruscotto.ui.state import session
from cruscotto.ui.text import notes

NAME_PIXELS = 210
AMOUNTS = ("planned", "selected", "declared")


def are_known(selection: Selection) -> bool:
    """Return whether an edition changed amounts of the programmes selected."""
    return bool(_rows(selection))


def _rows(selection: Selection) -> list[dict[str, Any]]:
    programmes = set(plans.programmes(selection))
    return [r for r in session.rows("revisions") if r["programme_code"] in programmes]


def listing(selection: Selection, lang: Lang) -> None:
    """Draw the changed amounts of the programmes selected; nothing if no amount changed."""
    rows = _rows(selection)
    if not rows:
        return
    names, funds = session.names("programme", lang), session.names("fund", lang)
    columns = [
        Column("name", t("revisions.programme", lang), width=NAME_PIXELS),
        Column("fund", t("revisions.fund", lang)),
        Column("day", t("revisions.day", lang)),
        *(
            Column(f"{name}_{when}", t(f"revisions.{name}_{when}", lang), Unit.EUR)
            for name in AMOUNTS
            for when in ("before", "now")
        ),
        Column("older", t("revisions.older", lang)),
        Column("newer", t("revisions.newer", lang)),
    ]
    cells = [
        [
            names[row["programme_code"]],
            funds[row["fund_code"]],
            format_date(row["reference_date"], lang),
            *(row[f"{n}{end}"] for n in AMOUNTS for end in ("_before_eur", "_eur")),
            format_date(row["older_edition"], lang),
            format_date(row["newer_edition"], lang),
        ]
        for row in rows
    ]
    exhibit = Exhibit(
        key="revisions",
        title=t("revisions.title", lang, n=len(rows)),
        subtitle=t("revisions.subtitle", lang),
        table=Table.of(columns, cells),
        notes=[t("revisions.note", lang), notes.source("cohesion_implementation", lang)],
    )
    charts.listed(exhibit, lang)
