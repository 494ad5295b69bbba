"""Kill what stewards do two hundred times: imports of jobs, approvals, exports, events of the log.

    python benchmarks/kills.py [--kills 50]

Fifty kills of each at random moments, each in a process of its own, over one small warehouse.
After each the published version opens and is the one that was published, a draft is whole or none,
the chain of the log holds with every event that was acknowledged, and a file is whole or not there.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

from report import record

from cruscotto import demo
from cruscotto.access import log
from cruscotto.cli.main import app
from cruscotto.config import settings
from cruscotto.demo.operations import operations
from cruscotto.facts import review
from cruscotto.loading import jobs, process
from cruscotto.loading.jobs import Phase
from cruscotto.sources.carried import official_facts
from cruscotto.sources.importing import import_batches
from cruscotto.warehouse import drafts, editing, published_path, reader
from cruscotto.warehouse.publish import is_as_published

FIRST = date(2030, 1, 1)
# Seconds until a kill, at most: about as long as each takes.
LONGEST = {"load": 6.0, "approve": 0.4, "export": 1.0, "note": 0.4}
LOADED = (demo, operations, process, review, app)  # a child that has little to import dies at work


def environment(link: str) -> None:
    chosen = {"WAREHOUSE": link, "TWO_PERSON": "1", "AUDIENCE": "protected"}
    os.environ.update({f"CRUSCOTTO_{name}": value for name, value in chosen.items()})
    settings.cache_clear()


def load(link: str, job: str) -> None:
    """Import a job's file, as its process does."""
    environment(link)
    process.run(Path(link), jobs.jobs_of(Path(link)) / job)


def approve(link: str, stamp: int) -> None:
    environment(link)
    path = Path(link)
    drafts.approve(path, stamp, "bea", (), lambda draft: log.record("approve", draft=draft.stamp))


def export(link: str, out: str) -> None:
    environment(link)
    with suppress(SystemExit):
        app(["--warehouse", link, "export", "indicators", "--out", out])


def note(link: str, told: str) -> None:
    """Write events down, and each number once it is acknowledged."""
    environment(link)
    with Path(told).open("a") as acknowledged:
        for number in range(10_000):
            log.record("trial", number=number)
            acknowledged.write(f"{number}\n")
            acknowledged.flush()


class Trial:
    """One warehouse, its children, and what was found wrong."""

    def __init__(self, folder: Path, kills: int) -> None:
        self.link, self.folder, self.kills = folder / "w.duckdb", folder, kills
        self.chance, self.wrong, self.ended = random.Random(20300101), list[str](), 0
        self.noted = 0
        environment(str(self.link))
        self.processes = get_context("forkserver")
        self.processes.set_forkserver_preload(["kills"])
        import_batches(official_facts(), self.link, fresh=True)

    def kill(self, what: Callable[..., None], *asked: object) -> None:
        """Start a child and kill it at some moment; it may have ended by itself."""
        child = self.processes.Process(target=what, args=(str(self.link), *asked))
        child.start()
        child.join(self.chance.uniform(0.01, LONGEST[what.__name__]))
        self.ended += not child.is_alive()
        with suppress(ProcessLookupError):
            os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        self.look(what.__name__)

    def look(self, what: str) -> None:
        """Look at all that must hold after any kill."""
        version = published_path(self.link)
        if version is None or is_as_published(version) is False:
            self.wrong.append(f"{what}: the published version")
            return
        reader(self.link).cursor().execute("select count(*) from ledger.file").fetchall()
        draft = drafts.waiting(self.link)
        if draft and not is_as_published(draft.path):
            self.wrong.append(f"{what}: the draft")
        log.verify(log.log_path(self.link))

    def draft(self, number: int) -> drafts.Draft:
        """Return a draft to approve, made here when none waits."""
        found = drafts.waiting(self.link)
        if found is None:
            with drafts.made_by("anna"), editing(self.link) as con:
                day = FIRST + timedelta(days=number)
                con.execute("update ledger.file set edition_date = $day", {"day": day})
            found = drafts.waiting(self.link)
        assert found
        return found

    def run(self) -> None:
        """Kill everything, one kind after the other."""
        small = min(official_facts(), key=lambda batch: batch.paths[0].stat().st_size)
        for number in range(self.kills):
            # other bytes each time: the same file again is no import
            content = small.paths[0].read_bytes() + b"\n" * (number + 1)
            given = [(f"i{number}.csv", content)]
            job = jobs.create(self.link, "anna", given, small.source, small.edition)
            written = job.model_copy(update={"phase": Phase.IMPORTING})
            jobs.write(jobs.folder_of(self.link, job), written)
            self.kill(load, job.id)
        for number in range(self.kills):
            self.kill(approve, self.draft(number).stamp)
        for number in range(self.kills):
            out = self.folder / f"out{number}.csv"
            self.kill(export, str(out))
            told = Path(f"{out}.json")
            if told.exists() and out.exists():
                found = json.loads(told.read_text())["sha256"]
                is_whole = found == hashlib.sha256(out.read_bytes()).hexdigest()
                self.wrong += [] if is_whole else ["export: a file is not whole"]
        for number in range(self.kills):
            told = self.folder / f"told{number}"
            self.kill(note, str(told))
            acknowledged = len(told.read_text().splitlines()) if told.exists() else 0
            listed = [e for e in log.events(log.log_path(self.link)) if e["action"] == "trial"]
            known = len(listed) - self.noted
            self.noted = len(listed)
            self.wrong += [] if known >= acknowledged else ["log: an acknowledged event is lost"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    asked = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), asked.kills)
        trial.run()
    kills = 4 * asked.kills
    print(f"{kills} kills, {trial.ended} had ended by themselves: {trial.wrong or 'nothing lost'}")
    print(f"{time.monotonic() - start:.0f} s")
    record(f"{kills} kills: what is not whole, or lost", len(trial.wrong), "", 0)


if __name__ == "__main__":
    main()
