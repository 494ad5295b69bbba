"""One edition of the warehouse under the rules of one audience, and answers that are kept.

A question is a function whose first argument is an `Edition`. `remembered` keeps its answers under
the edition's path and rules: a new edition is seen at once, an old one never answers for it, and
the answer comes from the same connection whose path it is kept under. Answers are frozen and shared
by all readers: they are found by their own hash, where Streamlit's caches would write and hash
every argument at each call. Answers are let go with the edition: see `shelf`.
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
    """Return the name under which answers are kept for readers of some rules."""
    return repr(rules)


@dataclass(frozen=True)
class Edition:
    """A published file, the connection to it and the rules under which persons are shown.

    The connection goes on reading when the file is gone; take a cursor per use.
    """

    path: str
    con: duckdb.DuckDBPyConnection = field(compare=False, repr=False)
    rules: Rules
    reader: str = field(init=False, compare=False, repr=False)
    shelf: Shelf = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Find once where answers are kept and under which name: rules are slow to hash."""
        object.__setattr__(self, "reader", reader_of(self.rules))
        object.__setattr__(self, "shelf", shelf_of(self.path, self.con))

    @property
    def key(self) -> str:
        """What changes whenever an answer may: the edition, or the rules of who reads it."""
        return f"{self.path} {self.reader}"

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


def remembered(
    most: int = MOST, *, alike: bool = False
) -> Callable[
    [Callable[Concatenate[Edition, Words], Answer]], Callable[Concatenate[Edition, Words], Answer]
]:
    """Keep the answers to a question, by edition, rules and what else is asked.

    Those who ask the same at the same moment wait for one answer.

    Args:
        most: how many answers are kept of an edition; the one not asked for longest goes first.
        alike: the answer is the same for every audience, as amounts of money and names are, and is
            worked out once for all. The question is asked as the public asks it, with the
            public's access in force, so that what is kept could never hold more.
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
            return cast(Answer, edition.shelf.answer(answer, asked, made, most))

        return answer

    return keeping
