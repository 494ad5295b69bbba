"""The edition that pages now show, and a background thread that prepares the next one.

To prepare an edition is to compute its answers before pages show it. The thread waits while a page
is being drawn, since visitors come first. If no server runs, as in the test of a page, pages show
the published edition.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Event, Thread

from cruscotto import logs
from cruscotto.config import settings
from cruscotto.facts import Edition
from cruscotto.facts.turning import Turning
from cruscotto.ui.state import visit

# Seconds between two looks for a new edition, and those the worker gives way at most.
EVERY, GIVEN_WAY = 1.0, 0.5
# Seconds that the end of the server waits for the worker's last question.
ENDS_WITHIN = 3.0
_running: list[Turning] = []


class Pages:
    """A counter of the pages that are being drawn at this moment."""

    def __init__(self) -> None:
        self._many, self._changed = 0, Condition()

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Within a `with` block, count one more page as being drawn."""
        with self._changed:
            self._many += 1
        try:
            yield
        finally:
            with self._changed:
                self._many -= 1
                self._changed.notify_all()

    def wait_for_none(self) -> bool:
        """Wait, at most half a second, until no page is being drawn.

        Return whether no page is being drawn.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._many, GIVEN_WAY)


pages = Pages()


def edition(link: Path) -> Edition:
    """Return the edition that pages show, limited to what the access now in force allows.

    Raises:
        NoWarehouse: nothing was built yet.
        DamagedWarehouse: the file is not a warehouse.
    """
    return _running[0].edition(link) if _running else Edition.published(link)


def path(link: Path) -> str:
    """Return the path of the version that pages show; its file is not opened."""
    return _running[0].path(link) if _running else os.path.realpath(link)


@contextmanager
def running() -> Iterator[None]:
    """Within a `with` block, run the thread that looks for new editions and prepares them."""
    over = Event()

    def go_on() -> bool:
        pages.wait_for_none()
        return not over.is_set()

    turning = Turning(visit.reader, go_on)

    def work() -> None:
        while not over.wait(EVERY):
            try:
                turning.look(settings().data_sets.values())
            except Exception as error:  # pages turn without it, when the limit is over
                logs.failed(error)

    _running.append(turning)
    worker = Thread(target=work, name="turning", daemon=True)
    worker.start()
    try:
        yield
    finally:
        over.set()
        _running.remove(turning)
        worker.join(ENDS_WITHIN)
