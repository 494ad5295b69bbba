"""The process of a job: a trial of the job's files, their import, or attacks on a draft.

A draft is a version of the warehouse that waits for a second person's approval. Attacks try to
recover its hidden figures. The result is written in the job's status.
"""

import sys
import zipfile
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

from cruscotto import logs
from cruscotto.access import Access, Role, log
from cruscotto.access.stewards import acting
from cruscotto.disclosure import Audience
from cruscotto.errors import CruscottoError
from cruscotto.facts import review
from cruscotto.i18n import LANGS, error_sentence, t
from cruscotto.loading import jobs
from cruscotto.loading.jobs import Job, Phase
from cruscotto.sources.accounts import sentences
from cruscotto.sources.errors import SourceUnknown
from cruscotto.sources.files.spreadsheets import is_spreadsheet
from cruscotto.sources.importing import Batch, ImportReport, import_batches, try_batches
from cruscotto.sources.puc.package import NAME as EXCHANGE
from cruscotto.sources.puc.package import data_files
from cruscotto.sources.recognising import recognised
from cruscotto.warehouse import drafts

ATTACKS = "attacks"


def run(warehouse: Path, folder: Path) -> None:
    """Do the work of a job's phase (trial, import or attacks), and write the result in its status.

    An error is logged, and the status then has its sentence and the phase `FAILED`.
    """
    job = jobs.read(folder)
    try:
        done = DO[job.phase](warehouse, folder, job)
    except CruscottoError as error:
        logs.failed(error)
        done = _failed(job, {lang: error_sentence(error, lang) for lang in LANGS})
    except Exception as error:
        logs.failed(error)
        done = _failed(job, {lang: t("app.unexpected", lang) for lang in LANGS})
    jobs.write(folder, done)


def _failed(job: Job, sentence: dict[str, str]) -> Job:
    return job.model_copy(update={"phase": Phase.FAILED, "error": sentence})


def _tried(warehouse: Path, folder: Path, job: Job) -> Job:
    batches, sources = _batches(folder, job)
    reports = try_batches(batches, warehouse, partial(_moved, folder, job), job.rows)
    return _with_account(job, reports).model_copy(update={"phase": Phase.TRIED, "sources": sources})


def _imported(warehouse: Path, folder: Path, job: Job) -> Job:
    batches, sources = _batches(folder, job)
    steward = Access(job.person, frozenset({Role.PUBLIC, Role.STEWARD}), (), Audience.PROTECTED)
    moved = partial(_moved, folder, job)
    with acting(steward):
        log.record("import", sources=sorted(set(sources.values())), files=len(sources))
        reports = import_batches(batches, warehouse, progress=moved, rows=job.rows)
        draft = drafts.waiting(warehouse) if drafts.are_kept() else None
        if draft:
            # half a minute that the second person does not wait
            moved(ATTACKS, job.total, job.total)
            _try_attacks(warehouse, draft)
    jobs.drop_files(folder)
    ended = {"phase": Phase.IMPORTED, "sources": sources, "draft": draft and draft.stamp}
    return _with_account(job, reports).model_copy(update=ended)


def _try_attacks(warehouse: Path, draft: drafts.Draft) -> None:
    """Run the attacks on a draft. An error is logged and not raised.

    So the import succeeds, the draft stays, and the attacks can be run again later.
    """
    try:
        review.attacked(warehouse, draft)
    except Exception as error:
        logs.failed(error)


def _attacked(warehouse: Path, folder: Path, job: Job) -> Job:
    draft = drafts.waiting(warehouse)
    if draft:
        review.attacked(warehouse, draft)
    return job.model_copy(update={"phase": Phase.ATTACKED})


DO = {Phase.TRYING: _tried, Phase.IMPORTING: _imported, Phase.ATTACKING: _attacked}


def _moved(folder: Path, job: Job, step: str, done: int, total: int) -> None:
    jobs.write(folder, job.model_copy(update={"step": step, "done": done, "total": total}))


def _with_account(job: Job, reports: Iterable[ImportReport]) -> Job:
    listed = list(reports)
    accounts = [
        {"source": report.source, **file.as_dict()} for report in listed for file in report.files
    ]
    words = {
        lang: tuple(words for report in listed for words in sentences(report, lang))
        for lang in LANGS
    }
    return job.model_copy(update={"accounts": tuple(accounts), "sentences": words})


def _batches(folder: Path, job: Job) -> tuple[list[Batch], dict[str, str]]:
    """Return the files of a job in batches by source, and the source of each file.

    Raises:
        SourceUnknown: the source of a file is neither chosen nor recognised.
    """
    by_source: dict[str, list[Path]] = {}
    sources = {}
    for path in _unpacked(folder):
        source = job.source or next(iter(recognised(path)), "")
        if not source:
            raise SourceUnknown(file=path.name)
        by_source.setdefault(source, []).append(path)
        sources[path.name] = source
    edition: date | None = job.edition
    return [Batch(source, edition, tuple(found)) for source, found in by_source.items()], sources


def _unpacked(job_folder: Path) -> list[Path]:
    """Return the paths of a job's files.

    Archives are unpacked, removed, and replaced by the files that they contained. Archives of
    exchange files stay as they are.
    """
    found = []
    for path in jobs.paths(job_folder):
        is_archive = zipfile.is_zipfile(path) and not is_spreadsheet(path)
        if is_archive and EXCHANGE not in recognised(path):
            folder = path.with_name("unpacked")
            folder.mkdir(mode=0o700)
            found += data_files(path, folder)
            path.unlink()
        else:
            found.append(path)
    return found


if __name__ == "__main__":
    logs.start()
    run(Path(sys.argv[1]), jobs.jobs_of(Path(sys.argv[1])) / sys.argv[2])
