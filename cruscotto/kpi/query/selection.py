"""Selections of rows: the codes wanted of each dimension.

A selection is hashable, so it can be the key of a cache.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, Self

from cruscotto.errors import UnknownName, WrongValue
from cruscotto.kpi.registry.dimensions import DIMENSIONS, Dimension

Slot = Literal["current", "previous"]

# The fund that screens and dossiers start from: sums over funds of different rules mislead.
STARTING_FUND = "FSE"


def read_codes(text: str) -> list[str]:
    """Return the codes in a text, separated by commas; a code that contains a comma is in quotes.

    >>> read_codes('ITG1,"1, bis"')
    ['ITG1', '1, bis']
    """
    try:
        parts = next(csv.reader(io.StringIO(text, newline=""), skipinitialspace=True), [])
    except csv.Error:
        parts = [text]
    return [part.strip() for part in parts if part.strip()]


def written_code(code: str) -> str:
    """Return a code as it is written in a list of codes, in quotes where it contains a comma."""
    needs_quotes = any(mark in code for mark in ',"\r\n')
    return '"' + code.replace('"', '""') + '"' if needs_quotes else code


def dimension(name: str, among: Sequence[str] = tuple(DIMENSIONS)) -> Dimension:
    """Return the dimension of this name.

    Args:
        name: the dimension's name.
        among: the dimensions allowed, which an error lists.

    Raises:
        UnknownName: no such dimension; the error lists similar names.
    """
    if name not in DIMENSIONS:
        raise UnknownName(
            kind="dimension",
            name=name,
            similar=get_close_matches(name, among, cutoff=0.4),
            known=list(among),
        )
    return DIMENSIONS[name]


@dataclass(frozen=True)
class Selection:
    """The codes wanted of each dimension; a dimension that is absent is not filtered.

    Attributes:
        where: pairs of a dimension's name and the codes wanted of it, sorted by name.
        slot: the edition read: `current`, or `previous` for the edition before.
    """

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    slot: Slot = "current"

    @classmethod
    def of(cls, slot: Slot = "current", **codes: str | list[str] | tuple[str, ...]) -> Self:
        """Return a selection made from keyword arguments, such as `region="ITG1", fund=["FSE"]`.

        A dimension whose list of codes is empty is not filtered.

        Raises:
            UnknownName: a dimension does not exist.
        """
        return cls.from_codes(codes, slot)

    @classmethod
    def from_codes(cls, codes: Mapping[str, str | Sequence[str]], slot: Slot = "current") -> Self:
        """Return a selection made from a mapping of dimensions' names to their codes; see `of`.

        Raises:
            UnknownName: a dimension does not exist.
        """
        pairs = []
        for name, wanted in codes.items():
            listed = (wanted,) if isinstance(wanted, str) else tuple(wanted)
            if listed:
                pairs.append((dimension(name).name, tuple(sorted(set(listed)))))
        return cls(tuple(sorted(pairs)), slot)

    @classmethod
    def parse(cls, expressions: list[str], among: Sequence[str] = tuple(DIMENSIONS)) -> Self:
        """Return a selection made from filters written as on the command line.

        Args:
            expressions: the filters, each written as `dimension=code,code`.
            among: the dimensions allowed, which an error lists.

        Raises:
            WrongValue: an expression has no `=` or no code.
            UnknownName: a dimension does not exist.
        """
        codes: dict[str, list[str]] = {}
        for expression in expressions:
            name, equals, listed = expression.partition("=")
            wanted = read_codes(listed)
            if not equals or not wanted:
                raise WrongValue(option="--where", value=expression, expected="DIMENSION=CODE,CODE")
            codes.setdefault(dimension(name.strip(), among).name, []).extend(wanted)
        return cls.from_codes(codes)

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the codes wanted of one dimension; empty when the dimension is not filtered."""
        return dict(self.where).get(name, ())

    def with_(self, **codes: str | list[str] | tuple[str, ...]) -> Self:
        """Return a copy with other codes for some dimensions; an empty list removes a filter."""
        return type(self).from_codes({**dict(self.where), **codes}, self.slot)

    def at(self, slot: Slot) -> Self:
        """Return a copy of this selection that reads the edition of `slot`."""
        return type(self)(self.where, slot)

    def as_dict(self) -> dict[str, list[str]]:
        """Return the codes of each dimension as lists, for JSON."""
        return {name: list(codes) for name, codes in self.where}
