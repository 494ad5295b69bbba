"""Deliveries: the source that speaks for a programme, and the files that were no data."""

from cruscotto.i18n import Lang, reason_words, t
from cruscotto.kpi.registry.model import Unit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.quality.files_read import section
from cruscotto.ui.state import session


def draw(lang: Lang) -> None:
    """Draw what stands aside and what was ignored, where there is any."""
    if session.rows("programme_sources"):
        section("programme_sources", "deliveries.sources", _sources, lang)
    if session.rows("ignored_files"):
        section("ignored_files", "deliveries.ignored", _ignored, lang)


def _sources(lang: Lang) -> Table:
    rows = session.rows("programme_sources")
    units = {"other_operations": Unit.COUNT, "other_payments_eur": Unit.EUR}
    columns = [
        Column(name, t(f"deliveries.{name}", lang), units.get(name))
        for name in (
            "programme_code",
            "programme_name",
            "source",
            "edition_date",
            "other_source",
            "other_edition_date",
            "other_operations",
            "other_payments_eur",
        )
    ]
    return Table.of(columns, [[_text(row[column.name]) for column in columns] for row in rows])


def _ignored(lang: Lang) -> Table:
    columns = [
        Column(name, t(f"deliveries.{name}", lang))
        for name in ("source", "edition_date", "file_name", "reason")
    ]
    rows = [
        [
            row["source"],
            row["edition_date"].isoformat(),
            row["file_name"],
            reason_words(row["reason"], lang),
        ]
        for row in session.rows("ignored_files")
    ]
    return Table.of(columns, rows)


def _text(value: object) -> object:
    return str(value) if hasattr(value, "isoformat") else value
