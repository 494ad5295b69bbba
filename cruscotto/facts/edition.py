"""One edition of the warehouse, as the readers of one audience may see it, with cached answers.

A question is a function whose first argument is an `Edition`. The decorator `remembered` caches its
answers by the edition's path and disclosure rules, so a new edition gets new answers. An answer
always comes from the file that it is cached for. Answers are frozen and shared by all readers with
the same rules. The cache finds an answer by the hash of the arguments; Streamlit's caches would
serialise the arguments at each call. The cache of an edition is removed with the last connection to
the edition, see `shelf`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar, cast

import duckdb

from cruscotto.access import NOBODY, current_rules, entered
from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.facts.shelf import EVERYBODY, Asked, Shelf, shelf_of
from cruscotto.warehouse import opened, reader

Words = ParamSpec("Words")
Answer = TypeVar("Answer")
# Answers to a question about a whole edition: one, or one for each set of rules that asks.
MOST = 4
_unpublished = count()


def reader_of(rules: Rules) -> str:
    """Return a key for disclosure rules: readers with the same rules share cached answers."""
    return repr(rules)


@dataclass(frozen=True)
class Edition:
    """The file of one version of the warehouse, a connection to it, and its reader's rules.

    The version is published, older, or a draft. The rules are the disclosure rules. The connection
    still reads the file after it was removed. Take a cursor for each use.
    """

    path: str
    con: duckdb.DuckDBPyConnection = field(compare=False, repr=False)
    rules: Rules
    reader: str = field(init=False, compare=False, repr=False)
    shelf: Shelf = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Find the edition's cache, and keep the key of its rules, which are slow to hash."""
        object.__setattr__(self, "reader", reader_of(self.rules))
        object.__setattr__(self, "shelf", shelf_of(self.path, self.con))

    @property
    def key(self) -> str:
        """Return a key that changes with the edition and with the rules of its reader."""
        return f"{self.path} {self.reader}"

    @property
    def file_name(self) -> str:
        """Return the name of the version's file, for the log of accesses."""
        return self.path.rpartition("/")[2]

    def of_audience(self) -> Self:
        """Return the edition for readers of the same audience who belong to no authority.

        An authority sees exact figures of its own participants; these readers do not.
        """
        return self._under(self.rules.audience)

    def for_everybody(self) -> Self:
        """Return the edition for the public, whose rules show the least."""
        return self._under(Audience.PUBLIC)

    def _under(self, audience: Audience) -> Self:
        rules = self.rules.model_copy(update={"audience": audience, "own": ()})
        return type(self)(self.path, self.con, rules)

    @classmethod
    def published(cls, link: Path) -> Self:
        """Return the edition published at the warehouse's path, for the current reader.

        Raises:
            NoWarehouse: nothing was built yet.
            DamagedWarehouse: the file is not a warehouse.
        """
        path, con = opened(link)
        return cls(str(path), con, current_rules())

    @classmethod
    def kept(cls, version: Path) -> Self:
        """Return the edition in the file of one version, published or not, for the current reader.

        Raises:
            NoWarehouse: the file is gone.
            DamagedWarehouse: the file is not a warehouse.
        """
        return cls(str(version), reader(version), current_rules())

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection, rules: Rules | None = None) -> Self:
        """Return an edition that reads an open connection and has a cache of its own.

        If `rules` are left out, they are those of the current reader.
        """
        return cls(f"connection {next(_unpublished)}", con, rules or current_rules())


def remembered(
    most: int = MOST, *, alike: bool = False, of_tables: bool = False
) -> Callable[
    [Callable[Concatenate[Edition, Words], Answer]], Callable[Concatenate[Edition, Words], Answer]
]:
    """Cache the answers to a question by edition, rules and arguments.

    If several callers ask the same question at the same moment, one call computes the answer and
    the other callers wait for it.

    Args:
        most: how many answers are kept per edition; the answer unused for longest is removed first.
        alike: whether the answer is the same for every audience, as for amounts of money and names.
            It is then computed once, with the public's access, so that it cannot contain more than
            the public may see.
        of_tables: whether the answer depends only on the arguments, the rules and the tables that
            `reading.records` reads. If the next edition has the same tables, the answer is kept for
            that edition too.
    """

    def keeping(
        question: Callable[Concatenate[Edition, Words], Answer],
    ) -> Callable[Concatenate[Edition, Words], Answer]:
        @wraps(question)
        def answer(edition: Edition, /, *words: Words.args, **named: Words.kwargs) -> Answer:
            def made() -> Answer:
                if not alike:
                    return question(edition, *words, **named)
                with entered(NOBODY):
                    return question(edition.for_everybody(), *words, **named)

            asked = Asked(EVERYBODY if alike else edition.reader, words, tuple(named.items()))
            return cast(Answer, edition.shelf.answer(answer, asked, made, most, of_tables))

        return answer

    return keeping
