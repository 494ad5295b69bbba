"""Import some files of one source: look at all, load all, build, publish; or change nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol

import duckdb

from cruscotto.errors import UnknownName
from cruscotto.sources import indicators, opencoesione
from cruscotto.sources.tabular import TabularFile
from cruscotto.warehouse import editing
from cruscotto.warehouse.build import build, prepare
from cruscotto.warehouse.ledger import FileReport


class Importer(Protocol):
    """One published format: look at a file, then load it."""

    def check(self, path: Path) -> TabularFile:
        """Look at a file before the warehouse is opened."""

    def load(
        self, con: duckdb.DuckDBPyConnection, file: TabularFile, edition: date | None
    ) -> FileReport:
        """Load a file into a warehouse being edited."""


IMPORTERS: dict[str, Importer] = {"opencoesione": opencoesione, "indicators": indicators}

# Told after each step: what was done, of how much.
Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class ImportReport:
    """The account of one import."""

    source: str
    files: tuple[FileReport, ...]

    @property
    def edition(self) -> date:
        """The newest edition among the files."""
        return max(file.edition for file in self.files)

    def as_dict(self) -> dict[str, Any]:
        """Return the account as the command line prints it."""
        return {
            "source": self.source,
            "edition": self.edition.isoformat(),
            "files": [file.as_dict() for file in self.files],
        }


class _NothingNew(Exception):
    """A way out of the edit, not an error: every file was there already."""


def importer(source: str) -> Importer:
    """Find the importer of a source.

    Raises:
        UnknownName: no such source; the error names near ones.
    """
    if source not in IMPORTERS:
        raise UnknownName(
            kind="source", name=source, similar=get_close_matches(source, IMPORTERS, cutoff=0.4),
            known=list(IMPORTERS),
        )  # fmt: skip
    return IMPORTERS[source]


def import_files(
    source: str,
    paths: list[Path],
    warehouse: Path,
    edition: date | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Import files into the warehouse, all of them or none.

    Raises:
        CruscottoError: what is wrong with which file; the warehouse stays as it was.
    """
    chosen = importer(source)
    steps = 2 * len(paths) + 1
    reports: list[FileReport] = []
    files = []
    for number, path in enumerate(paths):
        progress(path.name, number, steps)
        files.append(chosen.check(path))
    try:
        with editing(warehouse) as con:
            prepare(con)
            for number, file in enumerate(files):
                progress(file.path.name, len(paths) + number, steps)
                reports.append(chosen.load(con, file, edition))
            if all(report.already_there for report in reports):
                raise _NothingNew
            progress("build", steps - 1, steps)
            build(con)
    except _NothingNew:
        pass
    progress("build", steps, steps)
    return ImportReport(source, tuple(reports))
