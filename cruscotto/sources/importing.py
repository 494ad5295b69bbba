"""Import some files of one source: look at all, load all, build, publish; or change nothing."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import duckdb

from cruscotto import logs
from cruscotto.errors import UnknownName
from cruscotto.sources import indicators, opencoesione
from cruscotto.sources.contracts import cohesion, needs
from cruscotto.sources.contracts.contract import ContractImporter
from cruscotto.sources.contracts.people_and_claims import (
    COMMITMENT_TRANCHES,
    COMPARISONS,
    COURSE_OCCUPATIONS,
    EMPLOYMENT_HISTORY,
    PARTICIPATIONS,
    PAYMENT_CLAIMS,
    PREFINANCING,
    TARGETS,
)
from cruscotto.sources.files.tabular import TabularFile
from cruscotto.sources.puc import importing as puc
from cruscotto.sources.puc.names import Ignored
from cruscotto.sources.puc.package import NAME as EXCHANGE
from cruscotto.sources.puc.package import PucFile, unpacked
from cruscotto.sources.puc.people import PEOPLE, lend_secret
from cruscotto.warehouse import editing, ledger
from cruscotto.warehouse.build import build, prepare
from cruscotto.warehouse.ledger import FileReport
from cruscotto.warehouse.salt import salt_of


class Importer(Protocol):
    """One published format: look at a file, then load it."""

    def check(self, path: Path) -> TabularFile:
        """Look at a file before the warehouse is opened."""

    def load(
        self, con: duckdb.DuckDBPyConnection, file: TabularFile, edition: date | None
    ) -> FileReport:
        """Load a file into a warehouse being edited."""


IMPORTERS: dict[str, Importer] = {
    "opencoesione": opencoesione,
    "indicators": indicators,
    "participations": PARTICIPATIONS,
    "targets": TARGETS,
    "course_occupations": COURSE_OCCUPATIONS,
    "comparisons": COMPARISONS,
    "employment_history": EMPLOYMENT_HISTORY,
    "commitment_tranches": COMMITMENT_TRANCHES,
    "prefinancing": PREFINANCING,
    "payment_claims": PAYMENT_CLAIMS,
    "puc": puc,
    **needs.IMPORTERS,
    **cohesion.IMPORTERS,
}

# Called after each step: what was done, of how much.
Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class ImportReport:
    """The account of one import; `ignored` are files of a delivery that are no data."""

    source: str
    files: tuple[FileReport, ...]
    ignored: tuple[Ignored, ...] = ()

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
            "ignored": [{"file": file.name, "reason": file.reason} for file in self.ignored],
        }


class _NothingNew(Exception):
    """A way out of the edit, not an error: every file was there already."""


@dataclass(frozen=True)
class Batch:
    """Files of one source that are imported together, in one edition or in their own.

    Attributes:
        several: whether a delivery may hold several files of one tracciato, as parts of it.
        ignored: what of a delivery is no data.
        accept_truncated: whether a file may be only the first rows of an export.
    """

    source: str
    edition: date | None
    paths: tuple[Path, ...]
    several: bool = False
    ignored: tuple[Ignored, ...] = ()
    accept_truncated: bool = False

    @property
    def importer(self) -> Importer:
        """Return the importer of the source, which may have to take a cut export."""
        found = importer(self.source)
        if self.accept_truncated and isinstance(found, ContractImporter):
            return found.accepting_cut()
        return found


def importer(source: str) -> Importer:
    """Find the importer of a source.

    Raises:
        UnknownName: no such source; the error names near ones.
    """
    if source not in IMPORTERS:
        raise UnknownName(
            kind="source",
            name=source,
            similar=get_close_matches(source, IMPORTERS, cutoff=0.4),
            known=list(IMPORTERS),
        )
    return IMPORTERS[source]


def import_files(
    source: str,
    paths: list[Path],
    warehouse: Path,
    edition: date | None = None,
    progress: Progress = silent,
    several: bool = False,
    accept_truncated: bool = False,
) -> ImportReport:
    """Import files of one source into the warehouse, all of them or none.

    Args:
        source: which format.
        paths: the files; exchange files may come in folders and archives.
        warehouse: the warehouse's path.
        edition: the day that the files describe, where they do not carry it.
        progress: called before each step.
        several: whether a delivery of exchange files may hold a tracciato in several files.

    Raises:
        CruscottoError: what is wrong with which file; the warehouse stays as it was.
    """
    batch = Batch(source, edition, tuple(paths), several, accept_truncated=accept_truncated)
    return import_batches([batch], warehouse, progress=progress)[0]


def import_batches(
    batches: list[Batch], warehouse: Path, fresh: bool = False, progress: Progress = silent
) -> list[ImportReport]:
    """Import files of several sources in one go, building and publishing once.

    Args:
        batches: what to import, in order.
        warehouse: the warehouse's path.
        fresh: start from an empty warehouse instead of what is published.
        progress: called before each step.

    Raises:
        CruscottoError: what is wrong with which file; the warehouse stays as it was.
    """
    with ExitStack() as stack:
        opened = [_opened(batch, stack) for batch in batches]
        return _import(opened, warehouse, fresh, progress)


def _opened(batch: Batch, stack: ExitStack) -> Batch:
    """Return a batch of files; exchange files may come in folders and archives."""
    if batch.source != EXCHANGE:
        return batch
    delivery = stack.enter_context(unpacked(batch.paths, batch.several))
    return replace(batch, paths=delivery.files, ignored=delivery.ignored)


def _import(
    batches: list[Batch], warehouse: Path, fresh: bool, progress: Progress
) -> list[ImportReport]:
    names = [path.name for batch in batches for path in batch.paths]
    steps = iter([*names, *names, "build"])
    total, done = 2 * len(names) + 1, count()

    def step() -> None:
        progress(next(steps), next(done), total)

    looked = [
        (batch, [_check(batch.source, path, step) for path in batch.paths]) for batch in batches
    ]
    reports: list[ImportReport] = []
    with suppress(_NothingNew), editing(warehouse, fresh) as con:
        prepare(con)
        if any(isinstance(f, PucFile) and f.tracciato == PEOPLE for _, fs in looked for f in fs):
            lend_secret(con, salt_of(con, warehouse, is_needed=True))
        reports += [_load(con, batch, files, step) for batch, files in looked]
        if all(file.already_there for report in reports for file in report.files):
            raise _NothingNew
        puc.finish(con)
        step()
        build(con, salt_of(con, warehouse))
    progress("build", total, total)
    for report in reports:
        _log(report)
    return reports


def _log(report: ImportReport) -> None:
    """Write how much was imported; files go unnamed, for a name may be a person's."""
    accounts = report.as_dict()["files"]
    sums = {
        name: sum(int(account[name]) for account in accounts)
        for name in ("read", "loaded", "out_of_scope", "refused", "already_imported")
    }
    logs.event(logs.Event.IMPORT, source=report.source, files=len(accounts), **sums)


def _check(source: str, path: Path, step: Callable[[], None]) -> TabularFile:
    step()
    return importer(source).check(path)


def _load(
    con: duckdb.DuckDBPyConnection, batch: Batch, files: list[TabularFile], step: Callable[[], None]
) -> ImportReport:
    chosen, reports = batch.importer, []
    for file in files:
        step()
        reports.append(chosen.load(con, file, batch.edition))
    report = ImportReport(batch.source, tuple(reports), batch.ignored)
    for ignored in report.ignored:
        ledger.write_ignored(con, batch.source, report.edition, ignored.name, ignored.reason)
    return report
