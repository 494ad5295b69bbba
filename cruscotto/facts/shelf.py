"""The cache of answers of one edition (its shelf), removed with the last connection to it.

A shelf is found by its edition's path. Connections refer to the shelf and the shelf refers to no
connection, so that the answers of an edition that no page shows any more take no memory, and its
file is closed. Each answer is marked by whether somebody asked for it or it was computed ahead:
questions about one edition are likely to be asked about the next (see `turning`).

Some answers name the tables that they were read from. If these tables are the same in the next
edition, the answer is the same, and is carried over.
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
CARRIED = 4
_moments = count()


class Asked(NamedTuple):
    """The arguments of a question: its reader's rules, and its positional and named arguments."""

    reader: str
    words: tuple[Hashable, ...]
    named: tuple[tuple[str, Hashable], ...]


@dataclass(slots=True)
class Known:
    """A cached answer, the tables it was read from, and its place in the order of use.

    Attributes:
        answer: the answer.
        tables: the tables it was read from, if the answer depends on nothing else of the edition.
        is_asked: whether somebody asked for it in this edition.
        moment: grows with each use.
        carried: over how many editions it was carried since somebody asked for it.
    """

    answer: Any
    tables: frozenset[str] | None = None
    is_asked: bool = False
    moment: int = 0
    carried: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that was answered, and whether a reader asked it or it was computed ahead."""

    question: Callable[..., Any]
    asked: Asked
    is_asked: bool
    moment: int


class Shelf:
    """The cached answers of one edition."""

    def __init__(self) -> None:
        """Start with no answer."""
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
            make: computes the answer.
            most: how many answers to the question are kept; the answer unused for longest is
                removed.
            of_tables: whether the answer depends only on the arguments and the tables that are
                read.
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
        """Take over answers of the previous edition that were read from tables unchanged since.

        Args:
            before: the shelf of the edition before this one.
            is_same: whether a table holds the same in both editions.
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

        If nobody asked one, as between the files of one delivery, the questions answered ahead are
        returned: readers of an earlier edition asked them.
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
    """Compute an answer, and find the tables that the answer was read from."""
    with tables.noting() as read:
        answer = make()
    # what stands beside the marts names files and counts rows of persons: it is read anew
    is_known = of_tables and all(table.startswith(tables.MARTS) for table in read)
    return Known(answer, frozenset(read) if is_known else None)


@contextmanager
def ahead() -> Iterator[None]:
    """Mark answers computed within the `with` block as not asked for by any reader."""
    token = _is_ahead.set(True)
    try:
        yield
    finally:
        _is_ahead.reset(token)


_by_path: WeakValueDictionary[str, Shelf] = WeakValueDictionary()
_held_by: WeakKeyDictionary[duckdb.DuckDBPyConnection, Shelf] = WeakKeyDictionary()
_finding = Lock()


def shelf_of(path: str, con: duckdb.DuckDBPyConnection | None) -> Shelf:
    """Return the shelf of an edition, which exists as long as a connection to the edition."""
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
