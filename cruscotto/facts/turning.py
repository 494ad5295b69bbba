"""When pages turn to a new edition: after what was asked of the one before is answered on it.

A page that turned at once would wait for answers that nobody has worked out yet, and so would every
other page at the same moment. So one worker of the server looks for a new edition, and asks it what
readers asked of the edition before, by the access that they have now, while pages go on showing
that one. Then pages turn. They turn without waiting where it takes too long, and where what
they show was taken back or removed.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from time import monotonic

from cruscotto import logs
from cruscotto.access import NOBODY, Access, current_rules, entered
from cruscotto.errors import CruscottoError
from cruscotto.facts.edition import Edition
from cruscotto.facts.shelf import EVERYBODY, Wanted, ahead
from cruscotto.warehouse.publish import withdrawn_path

# Seconds after which pages turn whether or not all is answered. An edition published while another
# is prepared waits twice as long at most; with the 30 seconds between two looks of an open page it
# is on every page within a minute.
LIMIT = 15.0
Readers = Callable[[str], Access | None]


class Turning:
    """Which edition pages show of each warehouse.

    Attributes:
        readers: returns the access of somebody who lately read under some rules, named as
            `edition.reader_of` names them, and may read under them now; nothing where nobody may.
        go_on: waits for what is more urgent; returns whether to go on.
        now: seconds that only ever grow.
    """

    def __init__(
        self,
        readers: Readers,
        go_on: Callable[[], bool] = lambda: True,
        now: Callable[[], float] = monotonic,
    ) -> None:
        """Begin with no edition shown: the one published is, until the first look."""
        self.readers, self.go_on, self.now = readers, go_on, now
        self._shown: dict[Path, Edition] = {}
        self._since: dict[Path, float] = {}
        self._deciding = Lock()

    def edition(self, link: Path) -> Edition:
        """Return the edition that pages show, for the access in force.

        Raises:
            NoWarehouse, DamagedWarehouse: as `Edition.published`.
        """
        shown = self._still_shown(link)
        return replace(shown, rules=current_rules()) if shown else Edition.published(link)

    def path(self, link: Path) -> str:
        """Return the file of the edition that pages show, without opening any."""
        shown = self._still_shown(link)
        return shown.path if shown else os.path.realpath(link)

    def _still_shown(self, link: Path) -> Edition | None:
        with self._deciding:
            shown = self._shown.get(link)
            return shown if shown and self._waits(link, shown) else None

    def _waits(self, link: Path, shown: Edition) -> bool:
        """Return whether pages go on showing an edition though another is published."""
        if os.path.realpath(link) == shown.path:
            return False
        path = Path(shown.path)
        is_gone = withdrawn_path(path).exists() or not path.exists()
        since = self._since.setdefault(link, self.now())
        return not is_gone and self.now() - since < LIMIT

    def look(self, links: Iterable[Path]) -> None:
        """Look for new editions, and let pages turn to each when it is prepared."""
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
        for wanted in shown.shelf.wanted():
            if not (self.go_on() and self._waits(link, shown)):
                return
            self._ask(new, wanted)

    def _ask(self, new: Edition, wanted: Wanted) -> None:
        """Ask a question once, as somebody who may ask it now."""
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
