"""The quality of participants' records: contradictions, refusals, completeness."""

from collections.abc import Sequence

from cruscotto.i18n import Lang, reason_words, t
from cruscotto.kpi.query.result import KpiRow, State
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.people import RECORD_COMPLETENESS
from cruscotto.sources.catalogue import is_about_persons
from cruscotto.ui.exhibit import charts, files, people, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.quality.files_read import section
from cruscotto.ui.state import session
from cruscotto.ui.text import notes, states

# Authorities that a chart holds, and those of the lowest shares that it has of more.
MOST, LEAST = 24, 15


def draw(lang: Lang) -> None:
    """Draw completeness, findings and refused rows; nothing if no participations are loaded."""
    if not people.are_known():
        return
    _completeness(lang)
    section("findings", "data_quality.findings", _findings, lang)
    section("people_refused", "data_quality.people_refused", _refused, lang)


def _findings(lang: Lang) -> Table:
    columns = [
        Column("reason", t("data_quality.reason", lang), width="medium"),
        Column("column_name", t("data_quality.column", lang)),
        Column("rows", t("data_quality.records", lang), Unit.COUNT),
        Column("operations", t("data_quality.operations", lang), Unit.COUNT),
    ]
    rows = [
        [reason_words(row["reason"], lang), row["column_name"], row["rows"], row["operations"]]
        for row in session.rows("field_issues_by_column")
        if is_about_persons(row["source"], row["file_name"])
    ]
    return Table.of(columns, rows)


def _refused(lang: Lang) -> Table:
    columns = [
        Column("reason", t("data_quality.reason", lang), width="medium"),
        Column("rows", t("data_quality.records", lang), Unit.COUNT),
    ]
    rows = [
        [reason_words(row["reason"], lang), row["rows"]]
        for row in session.rows("refused_by_reason")
        if is_about_persons(row["source"], row["file_name"])
    ]
    return Table.of(columns, rows)


def _completeness(lang: Lang) -> None:
    """Draw the share of complete records by authority.

    If there are too many authorities for the chart, draw only those with the lowest shares.
    """
    result = session.measure(RECORD_COMPLETENESS, ("managing_authority",))
    whole = states.total(session.measure(RECORD_COMPLETENESS))
    labels = session.names("managing_authority", lang)
    rows = results.listed(result, list(labels))
    if not rows:
        return
    share = states.written(whole, RECORD_COMPLETENESS, lang)
    drawn, subtitle = _drawn(rows), t("data_quality.records_subtitle", lang)
    if len(drawn) < len(rows):
        subtitle += " " + t("data_quality.records_least", lang, n=len(drawn))
    exhibit = Exhibit(
        key="records",
        title=t("data_quality.records_title", lang, share=share),
        subtitle=subtitle,
        table=results.table(result, labels, lang, rows),
        notes=notes.of([result], lang),
        files=files.of_results([result], "records"),
    )
    charts.framed(results.picture(drawn, RECORD_COMPLETENESS, labels, lang), exhibit, lang)


def _drawn(rows: Sequence[KpiRow]) -> list[KpiRow]:
    """Return the rows that the chart shows.

    They are all rows that are not missing or, if there are too many rows, the rows with the lowest
    shares.
    """
    if len(rows) <= MOST:
        return [row for row in rows if row.state is not State.MISSING]
    shown = [row for row in rows if row.state is State.SHOWN]
    return sorted(shown, key=lambda row: (row.value or 0, row.codes))[:LEAST]
