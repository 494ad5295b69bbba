"""The cache of the answers of one edition (its shelf).

A shelf is found by its edition's path. It is removed with the last connection to the edition, so
that the answers of an edition that no page shows take no memory. Each answer is marked as asked by
a reader or computed in advance: readers are likely to ask the next edition the same questions (see
`turning`).

Some answers have a list of the tables that they were read from. If these tables are the same in the
next edition, the answer is copied to the shelf of that edition.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary, WeakValueDictionary

import duckdb

from cruscotto.warehouse import tables

# Whose answer is the same for all readers.
EVERYBODY = ""
# Whether what is worked out here is asked by nobody yet.
_is_ahead: ContextVar[bool] = ContextVar("is_ahead", default=False)
# Stands for what an answer depends on that is no table of the marts.
UNKNOWN = frozenset({"?"})
# Over how many editions an answer is carried that nobody asks for any more.
CARRIED = 2
_moments = count()


class Asked(NamedTuple):
    """The arguments of a question: a key of its reader's rules, positional and named arguments."""

    reader: str
    words: tuple[Hashable, ...]
    named: tuple[tuple[str, Hashable], ...]


@dataclass(slots=True)
class Known:
    """A cached answer, the tables that it was read from, and when it was last used.

    Attributes:
        answer: the answer.
        tables: the tables that the answer was read from; `None` if it depends on anything else.
        is_asked: whether a reader asked for the answer in this edition.
        moment: a number that grows with each use of any answer.
        carried: over how many editions the answer was carried since a reader asked for it.
    """

    answer: Any
    tables: frozenset[str] | None = None
    is_asked: bool = False
    moment: int = 0
    carried: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that has a cached answer.

    `is_asked` is whether a reader asked the question; otherwise its answer was computed in advance.
    """

    question: Callable[..., Any]
    asked: Asked
    is_asked: bool
    moment: int


class Shelf:
    """The cached answers of one edition."""

    def __init__(self) -> None:
        """Start with an empty cache."""
        self._known: dict[Callable[..., Any], OrderedDict[Asked, Known]] = {}
        # an answer on its way, by what is asked; a lock is let go with the last who waits for it
        self._on_the_way: WeakValueDictionary[tuple[Hashable, ...], Lock] = WeakValueDictionary()

    def answer(
        self,
        question: Callable[..., Any],
        asked: Asked,
        make: Callable[[], Any],
        most: int,
        of_tables: bool = False,
    ) -> Any:
        """Return the cached answer to a question, or compute and cache it.

        Callers who ask the same question at the same moment wait for the answer.

        Args:
            question: the function that is asked.
            asked: the arguments of the question.
            make: a function that computes the answer.
            most: how many answers to the question are kept; the answer unused for longest is
                removed.
            of_tables: whether the answer depends only on the arguments and on the tables read for
                it.
        """
        answers = self._known.setdefault(question, OrderedDict())
        known = answers.get(asked)
        if known is None:
            alone = self._on_the_way.setdefault((question, asked), Lock())
            with alone:
                known = answers.get(asked)
                if known is None:
                    known = answers[asked] = _made(make, of_tables)
                    while len(answers) > most:
                        answers.popitem(last=False)
        known.is_asked = known.is_asked or not _is_ahead.get()
        known.moment = next(_moments)
        with suppress(KeyError):  # it went while somebody else asked
            answers.move_to_end(asked)
        tables.note(known.tables or UNKNOWN)
        return known.answer

    def carry_over(self, before: "Shelf", is_same: Callable[[str], bool]) -> None:
        """Copy the answers of the previous edition that depend only on unchanged tables.

        An answer copied `CARRIED` times without being asked for by a reader is not copied again.

        Args:
            before: the shelf of the edition before this one.
            is_same: a function that returns whether a table is the same in the two editions.
        """
        for question, answers in list(before._known.items()):
            mine = self._known.setdefault(question, OrderedDict())
            for asked, known in list(answers.items()):
                carried = 1 if known.is_asked else known.carried + 1
                if known.tables and carried <= CARRIED and all(map(is_same, known.tables)):
                    kept = Known(known.answer, known.tables, moment=known.moment, carried=carried)
                    mine.setdefault(asked, kept)

    def wanted(self) -> list[Wanted]:
        """Return the questions that readers asked about this edition, the last asked first.

        If no reader has asked about this edition yet, return the questions whose answers were
        computed in advance. Readers asked these questions about an earlier edition.
        """
        found = [
            Wanted(question, asked, known.is_asked, known.moment)
            for question, answers in list(self._known.items())
            for asked, known in list(answers.items())
        ]
        is_read = any(one.is_asked for one in found)
        return sorted(
            (one for one in found if one.is_asked or not is_read), key=lambda one: -one.moment
        )

    def clear(self) -> None:
        """Forget every answer."""
        self._known.clear()


def _made(make: Callable[[], Any], of_tables: bool) -> Known:
    """Compute an answer, and record the tables that it was read from."""
    with tables.noting() as read:
        answer = make()
    # what stands beside the marts names files and counts rows of persons: it is read anew
    is_known = of_tables and all(table.startswith(tables.MARTS) for table in read)
    return Known(answer, frozenset(read) if is_known else None)


@contextmanager
def ahead() -> Iterator[None]:
    """Within a `with` block, mark each computed answer as computed before a reader asked."""
    token = _is_ahead.set(True)
    try:
        yield
    finally:
        _is_ahead.reset(token)


_by_path: WeakValueDictionary[str, Shelf] = WeakValueDictionary()
_held_by: WeakKeyDictionary[duckdb.DuckDBPyConnection, Shelf] = WeakKeyDictionary()
_finding = Lock()


def shelf_of(path: str, con: duckdb.DuckDBPyConnection | None) -> Shelf:
    """Return the shelf of the edition at a path, made if there is none.

    The shelf exists as long as a connection to the edition exists.
    """
    with _finding:
        shelf = _by_path.get(path)
        if shelf is None:
            shelf = _by_path[path] = Shelf()
        if con is not None:
            _held_by[con] = shelf
    return shelf


def forget() -> None:
    """Forget the answers of all editions, for measurements and tests."""
    for shelf in list(_by_path.values()):
        shelf.clear()
