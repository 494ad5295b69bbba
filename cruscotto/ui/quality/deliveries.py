"""Which source counts for a programme that two sources have, and which files were ignored."""

from datetime import date

from cruscotto.i18n import Lang, format_date, reason_words, t
from cruscotto.kpi.registry.model import Unit
from cruscotto.sources.catalogue import SOURCES
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.quality.files_read import section
from cruscotto.ui.state import session

# Pixels of what is long; the figures beside it stay in sight.
WIDTHS = {"programme_name": 150, "source": 130, "other_source": 130}


def draw(lang: Lang) -> None:
    """Draw the programmes that two sources have, and the files that were ignored.

    The first table names the source that counts and the source that it replaces.
    """
    if session.rows("programme_sources"):
        section("programme_sources", "deliveries.sources", _sources, lang)
    if session.rows("ignored_files"):
        section("ignored_files", "deliveries.ignored", _ignored, lang)


def _sources(lang: Lang) -> Table:
    rows = session.rows("programme_sources")
    units = {"other_operations": Unit.COUNT, "other_payments_eur": Unit.EUR}
    columns = [
        Column(
            name,
            t(f"deliveries.{name}", lang),
            units.get(name),
            width=WIDTHS.get(name),
            is_extra=name == "programme_code",
        )
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
    return Table.of(
        columns, [[_text(row[column.name], lang) for column in columns] for row in rows]
    )


def _ignored(lang: Lang) -> Table:
    columns = [
        Column(name, t(f"deliveries.{name}", lang))
        for name in ("source", "edition_date", "file_name", "reason")
    ]
    rows = [
        [
            _text(row["source"], lang),
            _text(row["edition_date"], lang),
            row["file_name"],
            reason_words(row["reason"], lang),
        ]
        for row in session.rows("ignored_files")
    ]
    return Table.of(columns, rows)


def _text(value: object, lang: Lang) -> object:
    """Return a day or the key of a source as text; return any other value unchanged."""
    if isinstance(value, date):
        return format_date(value, lang)
    return SOURCES[value].name.in_(lang) if isinstance(value, str) and value in SOURCES else value
