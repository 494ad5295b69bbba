"""Let pages change to a new edition once its answers were computed in advance.

Otherwise all pages would wait for the same answers at the same moment. One worker of the server
looks for a new edition. It asks the new edition the questions that readers asked about the old
edition, with the access that these readers have now. Until this is done, pages show the old
edition. Pages change earlier if this takes too long, or if the old edition was withdrawn or
removed.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from cruscotto import logs
from cruscotto.access import NOBODY, Access, current_rules, entered
from cruscotto.errors import CruscottoError
from cruscotto.facts.edition import Edition
from cruscotto.facts.shelf import EVERYBODY, Wanted, ahead
from cruscotto.warehouse.publish import marks_of, sum_path, withdrawn_path

# Seconds after which pages turn whether or not all is answered. An edition published while another
# is prepared waits twice as long at most; with the 30 seconds between two looks of an open page it
# is on every page within a minute.
LIMIT = 15.0
# Seconds that a process waits at most while another prepares the same edition, and between two
# looks: two that prepare at once leave the pages no core of two.
GIVES_WAY, LOOKS_EVERY = 5.0, 0.1
Readers = Callable[[str], Access | None]


class Turning:
    """For each warehouse, the edition that pages show.

    Attributes:
        readers: a function that takes a key of `edition.reader_of`. It returns the present access
            of a recent reader with this key, or `None` if there is no such reader any more.
        go_on: a function that waits while more urgent work is done, and returns whether to
            continue.
        now: a function that returns the time of a monotonic clock, in seconds.
    """

    def __init__(
        self,
        readers: Readers,
        go_on: Callable[[], bool] = lambda: True,
        now: Callable[[], float] = monotonic,
    ) -> None:
        """Start without an edition; until the first `look`, pages show the published edition."""
        self.readers, self.go_on, self.now = readers, go_on, now
        self._shown: dict[Path, Edition] = {}
        self._since: dict[Path, float] = {}
        self._deciding = Lock()

    def edition(self, link: Path) -> Edition:
        """Return the edition that pages show, for the current reader.

        Raises:
            NoWarehouse, DamagedWarehouse: see `Edition.published`.
        """
        shown = self._still_shown(link)
        return replace(shown, rules=current_rules()) if shown else Edition.published(link)

    def path(self, link: Path) -> str:
        """Return the path of the edition that pages show, without opening the file."""
        shown = self._still_shown(link)
        return shown.path if shown else os.path.realpath(link)

    def _still_shown(self, link: Path) -> Edition | None:
        with self._deciding:
            shown = self._shown.get(link)
            return shown if shown and self._waits(link, shown) else None

    def _waits(self, link: Path, shown: Edition) -> bool:
        """Return whether pages still show the old edition although a new one is published."""
        if os.path.realpath(link) == shown.path:
            return False
        path = Path(shown.path)
        is_gone = withdrawn_path(path).exists() or not path.exists()
        since = self._since.setdefault(link, self.now())
        return not is_gone and self.now() - since < LIMIT

    def look(self, links: Iterable[Path]) -> None:
        """Look for new editions, compute their answers, then let pages change to them."""
        for link in links:
            try:
                with entered(NOBODY):
                    self._turn(link, Edition.published(link))
            except CruscottoError:
                self._shown.pop(link, None)  # pages read themselves what is wrong

    def _turn(self, link: Path, new: Edition) -> None:
        shown = self._shown.get(link)
        if shown and shown.path == new.path:
            return
        if shown:
            self._prepare(link, shown, new)
        with self._deciding:
            # pages that waited long enough may show by now what was published since
            is_late = shown and not self._waits(link, shown)
            self._shown[link] = Edition.published(link) if is_late else new
            self._since.pop(link, None)

    def _prepare(self, link: Path, shown: Edition, new: Edition) -> None:
        new.shelf.carry_over(shown.shelf, sameness(shown, new))
        with in_turn(new):
            for wanted in shown.shelf.wanted():
                if not (self.go_on() and self._waits(link, shown)):
                    return
                self._ask(new, wanted)

    def _ask(self, new: Edition, wanted: Wanted) -> None:
        """Ask a new edition a question, with the present access of a reader who asked it before.

        If there is no such reader any more, ask nothing.
        """
        reader, words, named = wanted.asked
        access = NOBODY if reader == EVERYBODY else self.readers(reader)
        if access is None:
            return
        asked = replace(new, rules=access.rules)
        with entered(access), ahead():
            try:
                # what has no answer in this edition states why to those who ask
                with suppress(CruscottoError):
                    wanted.question(asked, *words, **dict(named))
            except Exception as error:
                logs.failed(error)


@contextmanager
def in_turn(edition: Edition) -> Iterator[None]:
    """Let one process at a time run its `with` block for an edition, as far as possible.

    Other processes wait for the lock on the edition's checksum file, which is opened for reading
    only. After `GIVES_WAY` seconds a process runs its block without the lock. Nobody waits if there
    is no checksum file or its file system has no locks.
    """
    until = monotonic() + GIVES_WAY
    with ExitStack() as held:
        with suppress(OSError):
            file = held.enter_context(sum_path(Path(edition.path)).open("rb"))
            while not took(file.fileno()) and monotonic() < until:
                sleep(LOOKS_EVERY)
        yield


def took(handle: int) -> bool:
    """Try to lock an open file, without waiting; return whether this process has the lock."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sameness(before: Edition, after: Edition) -> Callable[[str], bool]:
    """Return a function that takes the name of a mart and returns whether it is unchanged.

    A mart is unchanged if the two editions were published with the same hash of it. A mart without
    a hash counts as changed.
    """
    old, new = (marks_of(Path(edition.path)) for edition in (before, after))
    return lambda table: table in new and old.get(table) == new[table]
