"""One edition of the warehouse under the rules of one audience, and answers that are kept.

A question is a function whose first argument is an `Edition`. `remembered` keeps its answers under
the edition's path and rules: a new edition is seen at once, an old one never answers for it, and
the answer comes from the same connection whose path it is kept under. Answers are frozen and shared
by all readers: `lru_cache` finds them by their own hash, where Streamlit's caches would write and
hash every argument at each call. A kept answer holds no connection, so that the file of an old
edition is let go.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Concatenate, ParamSpec, Self, TypeVar
from weakref import WeakValueDictionary

import duckdb

from cruscotto.access import NOBODY, current_rules, entered
from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.warehouse import opened, reader

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
# Questions about a whole edition have as many answers as there are editions in sight.
EDITIONS = 4
_unpublished = count()
_forgetful: list[Callable[[], None]] = []


@dataclass(frozen=True)
class Edition:
    """A published file, the connection to it and the rules under which persons are shown.

    The connection goes on reading when the file is gone; take a cursor per use.
    """

    path: str
    con: duckdb.DuckDBPyConnection = field(compare=False, repr=False)
    rules: Rules
    key: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Write down once what answers are kept under: rules are slow to hash."""
        object.__setattr__(self, "key", f"{self.path} {self.rules!r}")

    @property
    def file_name(self) -> str:
        """The version's file, as the log of accesses names it."""
        return self.path.rpartition("/")[2]

    def of_audience(self) -> Self:
        """Return the edition as readers of the same audience see it who answer for nobody."""
        return self._under(self.rules.audience)

    def for_everybody(self) -> Self:
        """Return the edition as the public reads it: under rules that give nobody more."""
        return self._under(Audience.PUBLIC)

    def _under(self, audience: Audience) -> Self:
        rules = self.rules.model_copy(update={"audience": audience, "own": ()})
        return type(self)(self.path, self.con, rules)

    @classmethod
    def published(cls, link: Path) -> Self:
        """Return the edition that the warehouse's path stands for now, for the access in force.

        Raises:
            NoWarehouse: nothing was built yet.
            DamagedWarehouse: the file is not a warehouse.
        """
        path, con = opened(link)
        return cls(str(path), con, current_rules())

    @classmethod
    def kept(cls, version: Path) -> Self:
        """Return the edition of one version's own file, for the access in force.

        Raises:
            NoWarehouse: the file is gone.
            DamagedWarehouse: the file is not a warehouse.
        """
        return cls(str(version), reader(version), current_rules())

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection, rules: Rules | None = None) -> Self:
        """Return an edition of an open connection, which shares its answers with no other."""
        return cls(f"connection {next(_unpublished)}", con, rules or current_rules())


class _Look(str):
    """What an answer is kept under; it carries the edition while the answer is worked out."""

    edition: Edition

    @classmethod
    def at(cls, edition: Edition, key: str) -> Self:
        look = cls(key)
        look.edition = edition
        return look


def remembered(
    most: int = EDITIONS, *, alike: bool = False
) -> Callable[
    [Callable[Concatenate[Edition, Asked], Answer]], Callable[Concatenate[Edition, Asked], Answer]
]:
    """Keep the answers to a question, by edition, rules and what else is asked.

    Those who ask the same at the same moment wait for one answer.

    Args:
        most: how many answers are kept; the one not asked for longest goes first.
        alike: the answer is the same for every audience, as amounts of money and names are, and is
            worked out once for all. The question is asked as the public asks it, with the
            public's access in force, so that what is kept could never hold more.
    """

    def keeping(
        question: Callable[Concatenate[Edition, Asked], Answer],
    ) -> Callable[Concatenate[Edition, Asked], Answer]:
        @lru_cache(maxsize=most)
        def known(look: _Look, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
            if not alike:
                return question(look.edition, *asked, **named)
            with entered(NOBODY):
                return question(look.edition.for_everybody(), *asked, **named)

        # an answer on its way, by what is asked; a lock is let go with the last who waits for it
        on_the_way: WeakValueDictionary[tuple[Hashable, ...], Lock] = WeakValueDictionary()

        @wraps(question)
        def answer(edition: Edition, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
            look = _Look.at(edition, f"{edition.path} alike" if alike else edition.key)
            alone = on_the_way.setdefault((look, *asked, *named.items()), Lock())
            try:
                with alone:
                    return known(look, *asked, **named)  # type: ignore[arg-type]
            finally:
                del look.edition

        _forgetful.append(known.cache_clear)
        return answer

    return keeping


def forget() -> None:
    """Forget every answer: for measurements and tests."""
    for clear in _forgetful:
        clear()
