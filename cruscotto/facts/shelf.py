"""The answers that are kept of one edition: they go with the last connection to it.

A shelf is found by its edition's path. Connections hold it and it holds none, so that the answers
to an edition that no page shows any more take no room, and its file is let go. Beside each answer
stands how many editions ago somebody asked for it: what was asked of one edition is likely to be
asked of the next (see `turning`).
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

# Whose answer is the same for all readers.
EVERYBODY = ""
# How many editions ago what is worked out here was asked; nothing else is in force in a visit.
_editions_ago: ContextVar[int] = ContextVar("editions_ago", default=0)
_moments = count()


class Asked(NamedTuple):
    """What is asked: by whom, as the rules of a reader, and with what words."""

    reader: str
    words: tuple[Hashable, ...]
    named: tuple[tuple[str, Hashable], ...]


@dataclass(slots=True)
class Known:
    """An answer, how many editions ago somebody asked for it, and the order in which."""

    answer: Any
    editions_ago: int
    moment: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that was answered, and how many editions ago somebody asked it."""

    question: Callable[..., Any]
    asked: Asked
    editions_ago: int
    moment: int


class Shelf:
    """The answers kept of one edition."""

    def __init__(self) -> None:
        """Begin with no answer."""
        self._known: dict[Callable[..., Any], OrderedDict[Asked, Known]] = {}
        # an answer on its way, by what is asked; a lock is let go with the last who waits for it
        self._on_the_way: WeakValueDictionary[tuple[Hashable, ...], Lock] = WeakValueDictionary()

    def answer(
        self, question: Callable[..., Any], asked: Asked, make: Callable[[], Any], most: int
    ) -> Any:
        """Return the answer kept, or make it; who asks the same at the same moment waits for it.

        Args:
            question: what names it.
            asked: by whom and with what words.
            make: works it out.
            most: how many answers to the question are kept; the one not asked for longest goes.
        """
        answers = self._known.setdefault(question, OrderedDict())
        known = answers.get(asked)
        if known is None:
            alone = self._on_the_way.setdefault((question, asked), Lock())
            with alone:
                known = answers.get(asked)
                if known is None:
                    known = Known(make(), _editions_ago.get(), 0)
                    answers[asked] = known
                    while len(answers) > most:
                        answers.popitem(last=False)
        known.editions_ago = min(known.editions_ago, _editions_ago.get())
        known.moment = next(_moments)
        with suppress(KeyError):  # it went while somebody else asked
            answers.move_to_end(asked)
        return known.answer

    def wanted(self, most_ago: int) -> list[Wanted]:
        """Return what was asked: of this edition before the ones before, the last asked first.

        Args:
            most_ago: how many editions ago at most somebody asked it; 0 is this one.
        """
        found = [
            Wanted(question, asked, known.editions_ago, known.moment)
            for question, answers in list(self._known.items())
            for asked, known in list(answers.items())
            if known.editions_ago <= most_ago
        ]
        return sorted(found, key=lambda one: (one.editions_ago, -one.moment))

    def clear(self) -> None:
        """Forget every answer."""
        self._known.clear()


@contextmanager
def asked_before(editions_ago: int) -> Iterator[None]:
    """Let what is worked out here count as asked so many editions ago, and by nobody now."""
    token = _editions_ago.set(editions_ago)
    try:
        yield
    finally:
        _editions_ago.reset(token)


_by_path: WeakValueDictionary[str, Shelf] = WeakValueDictionary()
_held_by: WeakKeyDictionary[duckdb.DuckDBPyConnection, Shelf] = WeakKeyDictionary()
_finding = Lock()


def shelf_of(path: str, con: duckdb.DuckDBPyConnection | None) -> Shelf:
    """Return the shelf of an edition, which stays as long as a connection to the edition."""
    with _finding:
        shelf = _by_path.get(path)
        if shelf is None:
            shelf = _by_path[path] = Shelf()
        if con is not None:
            _held_by[con] = shelf
    return shelf


def forget() -> None:
    """Forget every answer: for measurements and tests."""
    for shelf in list(_by_path.values()):
        shelf.clear()
