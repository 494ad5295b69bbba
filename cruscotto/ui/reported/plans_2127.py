"""The programmes of 2021-2027: each amount with its precision and its decision, never a sum."""

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.ui.exhibit import charts
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import session

PERIOD = "2021-2027"
NAME_PIXELS = 230


def listing(selection: Selection, lang: Lang) -> None:
    """Draw the list where no other period is chosen alone."""
    periods = selection.codes("period")
    rows = session.rows("plans_2127")
    if not rows or (periods and PERIOD not in periods):
        return
    exact = sum(1 for row in rows if row["precision_code"] == "euro")
    categories = session.names("category_of_region", lang)
    columns = [
        Column("name", t("plans_2127.programme", lang), width=NAME_PIXELS),
        Column("funds", t("plans_2127.funds", lang)),
        Column("total", t("plans_2127.total", lang), Unit.EUR),
        Column("precision", t("plans_2127.precision", lang)),
        Column("rate", t("plans_2127.rate", lang), Unit.SHARE),
        Column("category", t("plans_2127.category", lang)),
        Column("decision", t("plans_2127.decision", lang)),
        Column("code", t("plans_2127.code", lang)),
    ]
    cells = [
        [
            row["programme_name"],
            row["funds"],
            row["total_eur"],
            t(f"plans_2127.is_{row['precision_code']}", lang),
            row["eu_rate"],
            categories.get(row["category_of_region_code"], row["category_of_region_code"]),
            row["decision"],
            row["programme_code"] if row["is_code_confirmed"] else f"{row['programme_code']} *",
        ]
        for row in rows
    ]
    exhibit = Exhibit(
        key="plans_2127",
        title=t("plans_2127.title", lang, exact=exact, of=len(rows)),
        subtitle=t("plans_2127.subtitle", lang),
        table=Table.of(columns, cells),
        notes=[t("plans_2127.note", lang), *dict.fromkeys(row["source"] for row in rows)],
    )
    charts.listed(exhibit, lang)
