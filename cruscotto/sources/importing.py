"""Import files: check all, load all, build, publish. If a file has a fault, nothing is changed."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import Any

import duckdb

from cruscotto import logs
from cruscotto.sources.contracts.contract import ContractImporter
from cruscotto.sources.files.copies import texts_of
from cruscotto.sources.files.tabular import TabularFile
from cruscotto.sources.importers import Importer, expected_columns, importer
from cruscotto.sources.puc import importing as puc
from cruscotto.sources.puc.names import Ignored
from cruscotto.sources.puc.package import NAME as EXCHANGE
from cruscotto.sources.puc.package import PucFile, unpacked
from cruscotto.sources.puc.people import PEOPLE, lend_secret
from cruscotto.sources.rows_elsewhere import compare
from cruscotto.sources.rows_gone import require_rows
from cruscotto.sources.unknown_programmes import unknown_programmes
from cruscotto.sources.unread import doubted_of, unread_of
from cruscotto.sources.values.numbers import Mark
from cruscotto.warehouse import editing, ledger, trying
from cruscotto.warehouse.build import build, prepare
from cruscotto.warehouse.file_report import FileReport
from cruscotto.warehouse.salt import salt_of

MOST_LISTED = 5  # refused rows printed one by one

# Called after each step: what was done, of how much.
Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, total: int) -> None:
    """Do nothing: the default of the argument `progress`."""


@dataclass(frozen=True)
class ImportReport:
    """The report on an import of files of one source.

    Attributes:
        ignored: files, or sheets of workbooks, that were not read, each with the reason.
        first_refused: up to five refused rows, the first ones, with file, line and reason.
        is_trial: whether the import was a trial, which leaves the warehouse as it is.
    """

    source: str
    files: tuple[FileReport, ...]
    ignored: tuple[Ignored, ...] = ()
    first_refused: tuple[dict[str, Any], ...] = ()
    is_trial: bool = False

    @property
    def edition(self) -> date:
        """Return the newest edition among the imported files."""
        return max(file.edition for file in self.files)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as a dictionary, as the command line prints it."""
        return {
            "source": self.source,
            "edition": self.edition.isoformat(),
            "dry_run": self.is_trial,
            "files": [file.as_dict() | file.findings() for file in self.files],
            "ignored": [{"file": file.name, "reason": file.reason} for file in self.ignored],
        }


class _NothingNew(Exception):
    """Raised within an import so that nothing is published: every file was imported before."""


@dataclass(frozen=True)
class Batch:
    """Files of one source that are imported together.

    Attributes:
        edition: the edition of the files; `None` where each file has its own edition.
        several: whether a delivery may have several files of one tracciato, as parts of it.
        ignored: files, or sheets of workbooks, that are not read, each with the reason.
        accept_truncated: whether a file may be only the first rows of an export.
        sheet: the sheet to read of a workbook; `None` for the one with most columns of the source.
        decimal: the decimal sign of columns whose values do not decide it.
        sha256: the checksum of the original file, by the path of the copy that is read.
    """

    source: str
    edition: date | None
    paths: tuple[Path, ...]
    several: bool = False
    ignored: tuple[Ignored, ...] = ()
    accept_truncated: bool = False
    sheet: str | None = None
    decimal: Mark | None = None
    sha256: dict[Path, str] = field(default_factory=dict)

    @property
    def importer(self) -> Importer:
        """Return the importer of the source; it accepts cut files if `accept_truncated` is true."""
        found = importer(self.source)
        if self.accept_truncated and isinstance(found, ContractImporter):
            return found.accepting_cut()
        return found


def import_files(
    source: str,
    paths: list[Path],
    warehouse: Path,
    edition: date | None = None,
    progress: Progress = silent,
    several: bool = False,
    accept_truncated: bool = False,
    is_trial: bool = False,
    sheet: str | None = None,
    decimal: Mark | None = None,
    rows: int | None = None,
) -> ImportReport:
    """Import files of one source into the warehouse, all of them or none; return the report.

    Args:
        source: the key of the source.
        paths: the files; exchange files may come in folders and archives.
        warehouse: the warehouse's path.
        edition: the day that the files describe, where they do not state it.
        progress: called before each step.
        several: whether a delivery of exchange files may have a tracciato in several files.
        accept_truncated: whether a file may be only the first rows of an export.
        is_trial: whether to try the import without publishing anything, see `try_batches`.
        sheet: the sheet to read of a workbook.
        decimal: the decimal sign of columns whose values do not decide it.
        rows: the number of rows that the deliverer stated for all files, compared with those read.

    Raises:
        CruscottoError: a fault of a file; the warehouse is not changed.
    """
    batch = Batch(
        source, edition, tuple(paths), several, (), accept_truncated, sheet=sheet, decimal=decimal
    )
    if is_trial:
        return try_batches([batch], warehouse, progress, rows)[0]
    return import_batches([batch], warehouse, progress=progress, rows=rows)[0]


def try_batches(
    batches: list[Batch], warehouse: Path, progress: Progress = silent, rows: int | None = None
) -> list[ImportReport]:
    """Import into a temporary copy of the warehouse, unpublished; return a report on each batch.

    Args:
        batches: the files, in order.
        warehouse: the warehouse's path.
        progress: called before each step.
        rows: the number of rows that the deliverer stated for all files.

    Raises:
        CruscottoError: a fault of a file.
    """
    with ExitStack() as stack:
        opened = [_opened(batch, stack) for batch in batches]
        step, total = _stepper(opened, progress)
        looked = [_looked(batch, step) for batch in opened]
        con = stack.enter_context(trying(warehouse))
        prepare(con)
        if _holds_people(looked):
            lend_secret(con, token_hex(32))  # a trial keeps no pseudonym
        reports = [_load(con, batch, files, step) for batch, files in looked]
        require_rows([file for report in reports for file in report.files], rows)
    progress("build", total, total)
    return [replace(report, is_trial=True) for report in reports]


def import_batches(
    batches: list[Batch],
    warehouse: Path,
    fresh: bool = False,
    progress: Progress = silent,
    rows: int | None = None,
) -> list[ImportReport]:
    """Import files of several sources, and build and publish once; return a report on each batch.

    Args:
        batches: the files, in order.
        warehouse: the warehouse's path.
        fresh: whether to start from an empty warehouse instead of the published one.
        progress: called before each step.
        rows: the number of rows that the deliverer stated for all files, compared with those read.

    Raises:
        CruscottoError: a fault of a file; the warehouse is not changed.
    """
    with ExitStack() as stack:
        opened = [_opened(batch, stack) for batch in batches]
        return _import(opened, warehouse, fresh, progress, rows)


def _opened(batch: Batch, stack: ExitStack) -> Batch:
    """Return a copy of a batch with the paths that importers read.

    Workbooks are copied as text and exchange files unpacked; these copies exist until `stack`
    closes.
    """
    if batch.source != EXCHANGE:
        texts = texts_of(batch.paths, expected_columns(batch.source), batch.sheet, stack)
        left = tuple(Ignored(name, "other_sheet") for name in texts.others)
        return replace(batch, paths=texts.paths, sha256=texts.sha256, ignored=left)
    delivery = stack.enter_context(unpacked(batch.paths, batch.several))
    return replace(batch, paths=delivery.files, ignored=delivery.ignored)


def _import(
    batches: list[Batch], warehouse: Path, fresh: bool, progress: Progress, rows: int | None
) -> list[ImportReport]:
    step, total = _stepper(batches, progress)
    looked = [_looked(batch, step) for batch in batches]
    reports: list[ImportReport] = []
    with suppress(_NothingNew), editing(warehouse, fresh) as con:
        prepare(con)
        if _holds_people(looked):
            lend_secret(con, salt_of(con, warehouse, is_needed=True))
        reports += [_load(con, batch, files, step) for batch, files in looked]
        require_rows([file for report in reports for file in report.files], rows)
        if all(file.already_there for report in reports for file in report.files):
            raise _NothingNew
        puc.finish(con)
        step()
        build(con, salt_of(con, warehouse))
    progress("build", total, total)
    for report in reports:
        _log(report)
    return reports


def _holds_people(looked: list[tuple[Batch, list[TabularFile]]]) -> bool:
    return any(
        isinstance(f, PucFile) and f.tracciato == PEOPLE for _, files in looked for f in files
    )


def _stepper(batches: list[Batch], progress: Progress) -> tuple[Callable[[], None], int]:
    """Return (function, number of steps); each call of the function reports the next step."""
    names = [path.name for batch in batches for path in batch.paths]
    steps, done = iter([*names, *names, "build"]), count()
    total = 2 * len(names) + 1
    return lambda: progress(next(steps), next(done), total), total


def _looked(batch: Batch, step: Callable[[], None]) -> tuple[Batch, list[TabularFile]]:
    files = [_check(batch.source, path, step) for path in batch.paths]
    return batch, [
        replace(file, sha256=batch.sha256.get(file.path, file.sha256), decimal=batch.decimal)
        for file in files
    ]


def _log(report: ImportReport) -> None:
    """Log how many files and rows were imported; the log gets no names of files or persons."""
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
        if file.decimal:
            ledger.forget_ambiguous(con, file.sha256)
        found = chosen.load(con, file, batch.edition)
        if not found.already_there:
            found.unread, found.ends_whole = unread_of(con, file, found), file.ends_whole
            found.doubted = doubted_of(con, file, found)
            found.unknown_programmes = unknown_programmes(con, found)
        reports.append(found)
    compare(con, batch.source, reports)
    new = [report.file_id for report in reports if not report.already_there]
    refused = tuple(ledger.first_refused(con, new, MOST_LISTED)) if new else ()
    report = ImportReport(batch.source, tuple(reports), batch.ignored, refused)
    for ignored in report.ignored:
        ledger.write_ignored(con, batch.source, report.edition, ignored.name, ignored.reason)
    return report
