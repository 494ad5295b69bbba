"""A choice of rows: which codes of which dimensions. Hashable, so it can be a cache key."""

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
    """Return the codes that a text lists with commas; one with a comma of its own is in quotes.

    >>> read_codes('ITG1,"1, bis"')
    ['ITG1', '1, bis']
    """
    try:
        parts = next(csv.reader(io.StringIO(text, newline=""), skipinitialspace=True), [])
    except csv.Error:
        parts = [text]
    return [part.strip() for part in parts if part.strip()]


def written_code(code: str) -> str:
    """Return a code as a list of codes holds it, in quotes where it needs them."""
    needs_quotes = any(mark in code for mark in ',"\r\n')
    return '"' + code.replace('"', '""') + '"' if needs_quotes else code


def dimension(name: str, among: Sequence[str] = tuple(DIMENSIONS)) -> Dimension:
    """Find a dimension by name.

    Args:
        name: the dimension's name.
        among: the dimensions that would do, which the error names.

    Raises:
        UnknownName: no such dimension; the error names near ones.
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
    """Codes wanted per dimension; a dimension that is absent is not filtered.

    Attributes:
        where: sorted pairs of dimension name and its codes.
        slot: the edition read: `current`, or `previous` for what changed since.
    """

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    slot: Slot = "current"

    @classmethod
    def of(cls, slot: Slot = "current", **codes: str | list[str] | tuple[str, ...]) -> Self:
        """Build a selection from `dimension=code` or `dimension=[code, code]`; empty is no filter.

        Raises:
            UnknownName: a dimension that does not exist.
        """
        return cls.from_codes(codes, slot)

    @classmethod
    def from_codes(cls, codes: Mapping[str, str | Sequence[str]], slot: Slot = "current") -> Self:
        """Build a selection from a mapping of dimensions to codes, as `of` does."""
        pairs = []
        for name, wanted in codes.items():
            listed = (wanted,) if isinstance(wanted, str) else tuple(wanted)
            if listed:
                pairs.append((dimension(name).name, tuple(sorted(set(listed)))))
        return cls(tuple(sorted(pairs)), slot)

    @classmethod
    def parse(cls, expressions: list[str], among: Sequence[str] = tuple(DIMENSIONS)) -> Self:
        """Read `dimension=code,code` as the command line writes it.

        Args:
            expressions: a dimension and its codes each.
            among: the dimensions that would do, which the error names.

        Raises:
            WrongValue: an expression without `=` or without a code.
            UnknownName: a dimension that does not exist.
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
        """Return the codes wanted of one dimension; empty when it is not filtered."""
        return dict(self.where).get(name, ())

    def with_(self, **codes: str | list[str] | tuple[str, ...]) -> Self:
        """Return this selection with some dimensions replaced; an empty list lifts the filter."""
        return type(self).from_codes({**dict(self.where), **codes}, self.slot)

    def at(self, slot: Slot) -> Self:
        """Return the same choice of rows in another edition."""
        return type(self)(self.where, slot)

    def as_dict(self) -> dict[str, list[str]]:
        """Return plain lists, for JSON."""
        return {name: list(codes) for name, codes in self.where}
