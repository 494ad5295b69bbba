"""The sources that can be imported, each with its importer."""

from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

import duckdb

from cruscotto.errors import UnknownName
from cruscotto.model.indicators import TIDY_REQUIRED
from cruscotto.model.opencoesione import COLUMNS, REQUIRED
from cruscotto.sources import indicators, opencoesione
from cruscotto.sources.contracts import cohesion, needs
from cruscotto.sources.contracts.contract import ContractImporter
from cruscotto.sources.contracts.people_and_claims import (
    COMMITMENT_TRANCHES,
    COMPARISONS,
    COURSE_OCCUPATIONS,
    COURSES,
    EDITION_COUNTS,
    EMPLOYMENT_HISTORY,
    PARTICIPATIONS,
    PAYMENT_CLAIMS,
    PREFINANCING,
    PROVIDERS,
    TARGETS,
)
from cruscotto.sources.files.tabular import TabularFile
from cruscotto.sources.puc import importing as puc
from cruscotto.warehouse.file_report import FileReport


class Importer(Protocol):
    """The importer of one published format: it checks a file, then loads it."""

    def check(self, path: Path) -> TabularFile:
        """Check a file before the warehouse is opened; return its format and columns."""

    def load(
        self, con: duckdb.DuckDBPyConnection, file: TabularFile, edition: date | None
    ) -> FileReport:
        """Load a file into a warehouse being edited; return the report on the file."""


IMPORTERS: dict[str, Importer] = {
    "opencoesione": opencoesione,
    "indicators": indicators,
    "participations": PARTICIPATIONS,
    "targets": TARGETS,
    "course_occupations": COURSE_OCCUPATIONS,
    "providers": PROVIDERS,
    "courses": COURSES,
    "comparisons": COMPARISONS,
    "employment_history": EMPLOYMENT_HISTORY,
    "commitment_tranches": COMMITMENT_TRANCHES,
    "prefinancing": PREFINANCING,
    "payment_claims": PAYMENT_CLAIMS,
    "edition_counts": EDITION_COUNTS,
    "puc": puc,
    **needs.IMPORTERS,
    **cohesion.IMPORTERS,
}


def importer(source: str) -> Importer:
    """Return the importer of a source.

    Raises:
        UnknownName: no such source; the error lists similar names.
    """
    if source not in IMPORTERS:
        raise UnknownName(
            kind="source",
            name=source,
            similar=get_close_matches(source, IMPORTERS, cutoff=0.4),
            known=list(IMPORTERS),
        )
    return IMPORTERS[source]


def expected_columns(source: str) -> tuple[str, ...]:
    """Return the columns that the files of a source must have.

    For regional indicators they are those of our own format. In a workbook, these columns are
    searched to find the sheet to read.
    """
    found = importer(source)
    if isinstance(found, ContractImporter):
        return found.contract.required
    return REQUIRED if source == opencoesione.NAME else TIDY_REQUIRED


def known_columns(source: str) -> tuple[str, ...]:
    """Return the columns that files of a source may have and that importers read.

    For regional indicators, only the required columns of our own format are returned.
    """
    found = importer(source)
    if isinstance(found, ContractImporter):
        return tuple(found.contract.columns)
    return COLUMNS if source == opencoesione.NAME else TIDY_REQUIRED
