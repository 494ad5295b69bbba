"""Jobs: files that a steward uploaded, and the progress of the process that imports them.

A job is a folder beside the warehouse that only the server's user can read. It has the files, the
job's status (`job.json`, replaced atomically at each step), and a lock that the process holds while
it runs. Since all of this is on disk, every server process knows every job, and a reloaded page
finds its job. If the phase of a job is still running and its lock is free, its process was killed.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath
from secrets import token_hex
from threading import Thread
from typing import Any

from pydantic import BaseModel, ConfigDict

from cruscotto.access import files
from cruscotto.config import ROOT
from cruscotto.errors import FileNotReadable, WarehouseBusy
from cruscotto.warehouse.publish import explained

LONGEST_NAME = 120
PATIENCE = 10.0  # seconds
# Files of persons do not lie about: a job that nobody went on with is removed after a day.
LONGEST_LIFE = 24 * 3600.0  # seconds


class Phase(StrEnum):
    """The phase of a job: a trial, import or attack that is running or finished, or a failure."""

    TRYING = "trying"
    TRIED = "tried"
    IMPORTING = "importing"
    IMPORTED = "imported"
    ATTACKING = "attacking"
    ATTACKED = "attacked"
    FAILED = "failed"


RUNNING = (Phase.TRYING, Phase.IMPORTING, Phase.ATTACKING)


class Job(BaseModel):
    """The status of a job, as its file `job.json` holds it.

    Attributes:
        person: the owner of the job; nobody else sees the job.
        names: the names of the files.
        source: the source that the person chose; if empty, each file's source is recognised.
        edition: the day that the files describe, where they do not state it.
        rows: the number of rows that the deliverer stated.
        step: the step that the process is at, such as `build`.
        done, total: how many steps are done, and how many there are.
        sources: the source of each file, by the file's name.
        accounts: a report on each file: rows read, loaded, out of scope and refused.
        sentences: sentences on the import for the person, by language.
        error: the sentence on an error, by language. After an error the warehouse is unchanged.
        draft: the stamp of the draft that waits for a second person's approval; `None` if no draft
            waits.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    person: str
    phase: Phase
    names: tuple[str, ...] = ()
    source: str = ""
    edition: date | None = None
    rows: int | None = None
    step: str = ""
    done: int = 0
    total: int = 0
    sources: dict[str, str] = {}
    accounts: tuple[dict[str, Any], ...] = ()
    sentences: dict[str, tuple[str, ...]] = {}
    error: dict[str, str] = {}
    draft: int | None = None


def jobs_of(warehouse: Path) -> Path:
    """Return the path of the folder that has the folders of all jobs of a warehouse."""
    return warehouse.with_name(f".{warehouse.name}.loads")


def folder_of(warehouse: Path, job: Job) -> Path:
    """Return the folder of a job."""
    return jobs_of(warehouse) / job.id


def create(
    warehouse: Path,
    person: str,
    handed_over: Iterable[tuple[str, bytes | memoryview]],
    source: str = "",
    edition: date | None = None,
    rows: int | None = None,
) -> Job:
    """Remove the person's previous job, store files for a new job, and return the new job.

    Args:
        warehouse: the path of the warehouse.
        person: the owner of the job.
        handed_over: name and content of each uploaded file.
        source: the source of the files; if empty, each file's source is recognised.
        edition: the day that the files describe, where they do not state it.
        rows: the number of rows that the deliverer stated.

    Raises:
        DiskFull: there is no room for the files.
        FileNotReadable: a file has an invalid name.
    """
    before = of_person(warehouse, person)
    if before:
        forget(warehouse, before)
    job = Job(
        id=token_hex(16),
        person=person,
        phase=Phase.TRYING,
        source=source,
        edition=edition,
        rows=rows,
    )
    folder = folder_of(warehouse, job)
    with explained(warehouse):
        jobs_of(warehouse).mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        (folder / "files").mkdir(mode=0o700)
        names = [_keep(folder, *file, number) for number, file in enumerate(handed_over)]
        job = job.model_copy(update={"names": tuple(names)})
        write(folder, job)
    return job


def _keep(folder: Path, name: str, content: bytes | memoryview, number: int) -> str:
    """Write an uploaded file into a job's folder; return the name that the file got there.

    The file gets a subfolder of its own, since two uploaded files may have the same name.

    Args:
        folder: the folder of the job.
        name: the name that the file had on the person's machine.
        content: the content of the file.
        number: the number of the file within the job, which names the subfolder.

    Raises:
        FileNotReadable: no valid name remains of `name`.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(c for c in last if c.isprintable())[-LONGEST_NAME:].lstrip(".")
    if not plain:
        raise FileNotReadable(file=name[:LONGEST_NAME], why="")
    place = folder / "files" / f"{number:03}"
    place.mkdir(mode=0o700)
    handle = os.open(place / plain, os.O_WRONLY | os.O_CREAT | os.O_EXCL, files.OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return plain


def paths(folder: Path) -> list[Path]:
    """Return the paths of a job's files, in the order in which they were uploaded."""
    return sorted(path for path in (folder / "files").rglob("*") if path.is_file())


def read(folder: Path) -> Job:
    """Return the status of a job."""
    return Job.model_validate_json(files.read(folder / "job.json"))


def write(folder: Path, job: Job) -> None:
    """Replace the status of a job."""
    files.replace(folder / "job.json", job.model_dump_json())


def of_person(warehouse: Path, person: str) -> Job | None:
    """Return a person's job; `None` if the person has none.

    If the job's process was killed, the phase of the job returned is `FAILED`.

    First, every job that did not change for a day is removed, whoever owns it, unless its process
    is running.
    """
    _forget_old(warehouse)
    for folder in sorted(jobs_of(warehouse).glob("*")):
        if (folder / "job.json").is_file():
            job = read(folder)
            if job.person == person:
                return _as_it_is(folder, job)
    return None


def _forget_old(warehouse: Path) -> None:
    for folder in jobs_of(warehouse).glob("*"):
        with suppress(FileNotFoundError):  # another process has just removed it
            touched = max(part.stat().st_mtime for part in (folder, *folder.glob("job.json")))
            if time.time() - touched > LONGEST_LIFE and not _is_held(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _as_it_is(folder: Path, job: Job) -> Job:
    if job.phase not in RUNNING or _is_held(folder):
        return job
    # it may have ended between two looks
    job = read(folder)
    return job.model_copy(update={"phase": Phase.FAILED}) if job.phase in RUNNING else job


def _is_held(folder: Path) -> bool:
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, files.OWNER_ONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def start(warehouse: Path, job: Job, phase: Phase) -> Job:
    """Start a job's process, which continues even if the server ends; return the new status.

    Raises:
        WarehouseBusy: a process is working on this job already.
    """
    folder = folder_of(warehouse, job)
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, files.OWNER_ONLY)
    try:
        # the process inherits the lock: there is no moment at which nobody holds it
        _take(lock, warehouse, folder)
        started = job.model_copy(update={"phase": phase, "step": "", "done": 0, "error": {}})
        write(folder, started)
        process = subprocess.Popen(
            [sys.executable, "-m", "cruscotto.loading.process", str(warehouse), job.id],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(lock,),
            start_new_session=True,
        )
    finally:
        os.close(lock)
    Thread(target=process.wait, daemon=True).start()
    return started


def _take(lock: int, warehouse: Path, folder: Path) -> None:
    """Take a job's lock; wait a few seconds if a process that has just finished still holds it.

    Raises:
        WarehouseBusy: a process is working on this job.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if read(folder).phase in RUNNING or time.monotonic() > until:
                raise WarehouseBusy(warehouse=warehouse) from error
        time.sleep(0.05)


def forget(warehouse: Path, job: Job) -> None:
    """Remove a job and its files."""
    shutil.rmtree(folder_of(warehouse, job), ignore_errors=True)


def drop_files(folder: Path) -> None:
    """Remove the uploaded files of a job; the job's status stays."""
    shutil.rmtree(folder / "files", ignore_errors=True)
