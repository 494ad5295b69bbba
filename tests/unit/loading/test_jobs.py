"""Files that a steward hands over: recognised, tried, imported, by a process that may be killed."""

import io
import os
import signal
import time
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest

from cruscotto.access import log
from cruscotto.errors import WarehouseBusy
from cruscotto.kpi.trial.attacks import Outcome
from cruscotto.loading import jobs, process
from cruscotto.loading.jobs import Job, Phase
from cruscotto.sources.contracts import templates
from cruscotto.sources.importers import IMPORTERS
from cruscotto.sources.recognising import recognised
from cruscotto.warehouse import drafts, published_path, reader

DAY = date(2025, 1, 1)


@pytest.fixture
def at(link, setting):
    """Return the warehouse of an installation that logs."""
    setting(warehouse=str(link), access_log="1")
    return link


@pytest.fixture
def content(tmp_path, operation, write_opencoesione) -> bytes:
    rows = [operation("NEW1"), operation("NEW2"), operation("NEW3", COD_LOCALE_PROGETTO="")]
    return write_opencoesione(tmp_path / "new.csv", rows).read_bytes()


def done(link, job: Job, phase: Phase) -> Job:
    """Do in this process what a process of its own does."""
    folder = jobs.folder_of(link, job)
    jobs.write(folder, job.model_copy(update={"phase": phase}))
    process.run(link, folder)
    return jobs.read(folder)


def editions(link) -> list[date]:
    rows = reader(link).cursor().execute("select edition_date from ledger.file").fetchall()
    return sorted(day for (day,) in rows)


SOURCES = [name for name in IMPORTERS if name not in ("puc", "indicators", "opencoesione")]


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_is_recognised_by_the_columns_of_its_files(source, tmp_path) -> None:
    path = tmp_path / "any name.csv"
    path.write_bytes(templates.template(source))
    assert recognised(path)[0] == source


def test_one_table_is_recognised_in_every_form(tmp_path, content) -> None:
    plain = tmp_path / "new.csv"
    rows = csv.read_csv(plain, parse_options=csv.ParseOptions(delimiter=";"))
    parquet.write_table(rows, tmp_path / "new.parquet")
    book = openpyxl.Workbook()
    book.active.append(["Progetti"])
    book.active.append(rows.column_names)
    book.save(tmp_path / "new.xlsx")
    (tmp_path / "wide.csv").write_text(plain.read_text("utf-8-sig"), "utf-16")
    for name in ("new.csv", "new.parquet", "new.xlsx", "wide.csv"):
        assert recognised(tmp_path / name) == ["opencoesione"], name
    (tmp_path / "other.csv").write_text("a;b\n1;2\n")
    (tmp_path / "AP00_2025.txt").write_text("x|y\n")
    assert recognised(tmp_path / "other.csv") == []
    assert recognised(tmp_path / "AP00_2025.txt") == ["puc"]


def test_files_are_tried_then_imported_and_leave_the_folder(at, content) -> None:
    before = editions(at)
    job = jobs.create(at, "anna", [("../../new.csv", content)], edition=DAY)
    assert job.names == ("new.csv",)
    tried = done(at, job, Phase.TRYING)
    assert (tried.phase, tried.sources) == (Phase.TRIED, {"new.csv": "opencoesione"})
    (account,) = tried.accounts
    assert [account[n] for n in ("read", "loaded", "refused")] == [3, 2, 1]
    assert len(tried.sentences["it"]) == len(tried.sentences["en"]) >= 1
    assert editions(at) == before
    assert not list(log.events(log.log_path(at)))
    imported = done(at, tried, Phase.IMPORTING)
    assert imported.phase is Phase.IMPORTED
    assert editions(at) == [*before, DAY]
    assert not jobs.paths(jobs.folder_of(at, job))
    (event,) = log.events(log.log_path(at))
    assert (event["action"], event["person"]) == ("import", "anna")


def test_where_two_publish_the_import_is_a_draft_with_its_attacks_tried(
    at, content, setting, monkeypatch
) -> None:
    setting(two_person="1")
    counts = (np.int64(3), np.int64(0), np.int64(0))
    found = [("protected", Outcome("tables", *counts, np.float64(1.0)))]
    monkeypatch.setattr("cruscotto.facts.review.attacks", lambda con, rules: iter(found))
    before = published_path(at)
    job = jobs.create(at, "anna", [("new.csv", content)], edition=DAY)
    imported = done(at, job, Phase.IMPORTING)
    draft = drafts.waiting(at)
    assert draft
    assert (imported.draft, draft.by, published_path(at)) == (draft.stamp, ("anna",), before)
    assert len(draft.attacked) == 1
    assert done(at, jobs.create(at, "bea", []), Phase.ATTACKING).phase is Phase.ATTACKED


def test_an_archive_gives_its_tables_and_never_leads_out(at, content) -> None:
    whole, trap = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("progetti/new.csv", content)
        archive.writestr("LEGGIMI.pdf", b"%PDF")
    with zipfile.ZipFile(trap, "w") as archive:
        archive.writestr("../out.csv", content)
    job = jobs.create(at, "anna", [("progetti.zip", whole.getvalue())], edition=DAY)
    assert done(at, job, Phase.TRYING).sources == {"new.csv": "opencoesione"}
    # and again, as after a look at the account
    assert done(at, job, Phase.TRYING).phase is Phase.TRIED
    caught = done(at, jobs.create(at, "anna", [("t.zip", trap.getvalue())]), Phase.TRYING)
    assert caught.phase is Phase.FAILED
    assert "t.zip" in caught.error["it"]
    assert not list(at.parent.rglob("out.csv"))


@pytest.mark.parametrize(
    ("content", "source", "words"),
    [(b"a;b\n1;2\n", "", "x.csv"), (b"", "", "x.csv"), (b"a;b\n1;2\n", "participations", "x.csv")],
)
def test_a_file_that_is_none_is_one_sentence_and_changes_nothing(
    at, content, source, words
) -> None:
    before = published_path(at)
    failed = done(at, jobs.create(at, "anna", [("x.csv", content)], source), Phase.TRYING)
    assert failed.phase is Phase.FAILED
    assert words in failed.error["it"]
    assert words in failed.error["en"]
    assert published_path(at) == before


def test_a_job_keeps_to_the_rows_that_were_counted(at, content) -> None:
    short = done(
        at, jobs.create(at, "anna", [("x.csv", content)], edition=DAY, rows=4), Phase.TRYING
    )
    assert short.phase is Phase.FAILED
    assert "4" in short.error["it"]
    whole = done(
        at, jobs.create(at, "anna", [("x.csv", content)], edition=DAY, rows=3), Phase.TRYING
    )
    assert whole.phase is Phase.TRIED


def test_everybody_has_a_job_of_their_own_that_nobody_else_may_read(at, content) -> None:
    mine = jobs.create(at, "anna", [("new.csv", content), ("new.csv", content)])
    theirs = jobs.create(at, "bea", [("b.csv", content)])
    assert jobs.of_person(at, "anna").names == ("new.csv", "new.csv")
    assert jobs.of_person(at, "carla") is None
    for path in (jobs.jobs_of(at), *jobs.jobs_of(at).rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path
    again = jobs.create(at, "anna", [])
    assert not jobs.folder_of(at, mine).exists()
    assert jobs.of_person(at, "bea").id == theirs.id
    jobs.forget(at, again)
    assert jobs.of_person(at, "anna") is None


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def processes_of(job: Job) -> list[int]:
    """Return the numbers of the processes that work for a job."""
    commands = {p.parent.name: read(p) for p in Path("/proc").glob("[0-9]*/cmdline")}
    mine = [n for n, c in commands.items() if b"loading.process" in c and job.id.encode() in c]
    return [int(number) for number in mine]


def wait_until(is_so) -> None:
    for _ in range(1200):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError


def test_a_process_goes_on_alone_and_one_that_was_killed_is_known(at, content) -> None:
    job = jobs.create(at, "anna", [("new.csv", content)], edition=DAY)
    jobs.start(at, job, Phase.TRYING)
    with pytest.raises(WarehouseBusy):
        jobs.start(at, job, Phase.TRYING)
    wait_until(lambda: jobs.of_person(at, "anna").phase is Phase.TRIED)
    jobs.start(at, jobs.of_person(at, "anna"), Phase.IMPORTING)
    wait_until(lambda: processes_of(job))
    (number,) = processes_of(job)
    os.kill(number, signal.SIGKILL)
    wait_until(lambda: jobs.of_person(at, "anna").phase is not Phase.IMPORTING)
    left = jobs.of_person(at, "anna")
    assert left.phase is Phase.FAILED
    assert left.error == {}
    assert DAY not in editions(at)
    # its files are still there: the same job can be imported again
    assert done(at, left, Phase.IMPORTING).phase is Phase.IMPORTED


def test_a_job_that_nobody_went_on_with_is_gone_after_a_day(at, content) -> None:
    left, going = (jobs.create(at, name, [("a.csv", content)]) for name in ("anna", "bea"))
    folder = jobs.folder_of(at, left)
    yesterday = time.time() - jobs.LONGEST_LIFE - 60
    for part in (folder / "job.json", folder):
        os.utime(part, (yesterday, yesterday))
    assert jobs.of_person(at, "bea") == going.model_copy(update={"phase": Phase.FAILED})
    assert not folder.exists()
    assert jobs.of_person(at, "anna") is None
