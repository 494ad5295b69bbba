"""The declaration of data contracts, used by importers, dictionaries, templates and models.

A `Contract` is a list of `Field`. The reading rules of the importer, the empty file and the
dictionary of `cruscotto template`, and the pydantic model of one row (`row_model`) are all made
from a contract.
"""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model, model_validator
from pydantic import Field as Limits

from cruscotto.i18n import Text
from cruscotto.model.places import normalised


class Kind(StrEnum):
    """The type of a field's values."""

    TEXT = "text"
    CODE = "code"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLAG = "flag"
    DATE = "date"


KIND_NAMES: dict[Kind, Text] = {
    Kind.TEXT: Text(it="testo", en="text"),
    Kind.CODE: Text(it="codice", en="code"),
    Kind.INTEGER: Text(it="numero intero", en="whole number"),
    Kind.DECIMAL: Text(it="numero, virgola o punto decimale", en="number, decimal comma or point"),
    Kind.FLAG: Text(it="vero o falso (true/false, sì/no, 1/0)", en="true or false (yes/no, 1/0)"),
    Kind.DATE: Text(it="data AAAA-MM-GG o GG/MM/AAAA", en="date YYYY-MM-DD or DD/MM/YYYY"),
}

# Other ways to write true and false that spreadsheets and registers produce.
TRUE_WORDS = ("true", "vero", "1", "1.0", "t", "s", "si", "sì", "y", "yes")
FALSE_WORDS = ("false", "falso", "0", "0.0", "f", "n", "no")

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2099, 12, 31)
SMALL = 32_767  # what fits the smallest type that all numbers but large ones take


class Code(BaseModel):
    """One allowed code, its meaning, and other spellings that are read as the same code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    label: Text
    aliases: tuple[str, ...] = ()


class Field(BaseModel):
    """One column of a contract.

    Attributes:
        is_required: a row without a value, or with a value that cannot be read, is refused.
        is_strict: the field may be empty, but a row with a value that cannot be read is refused.
        is_sensitive: the ledger of imports never records a value of this field.
        has_default: an absent value has a meaning. A value that cannot be read must not get that
            meaning, so a separate column, `<name>_is_unread`, marks it.
        is_place: the codes are compared by their letters and digits alone, see `model.places`.
        is_pseudonym: a row with a value that looks like a personal tax code is refused.
        codes: the allowed codes; in a field of numbers they only explain the values.
        low: the smallest number read; a smaller number counts as unreadable.
        high: the largest number read; a larger number counts as unreadable.
        pattern: the regular expression that a whole text must match, in Python and in the engine.
        dropped: a character without meaning, removed from a text that matches `pattern`.
        decimals: the number of decimal places of the column in the raw table.
        digits: the number of all digits of that column, decimal places included.
        has_point: numbers have a decimal point and any number of decimal places. A decimal comma is
            read if values of the column show one, because a spreadsheet saved the file anew.
        is_midnight: a day is written as the moment of midnight, perhaps in another time zone.
        is_month: a day stands for its month; in a key, two days of one month are equal.
        in_template: whether the empty file that `cruscotto template` writes has the column.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: Kind
    description: Text
    example: str
    is_required: bool = False
    is_strict: bool = False
    is_sensitive: bool = False
    has_default: bool = False
    is_place: bool = False
    is_pseudonym: bool = False
    codes: tuple[Code, ...] = ()
    low: int | None = None
    high: int | None = None
    pattern: str | None = None
    dropped: str = ""
    decimals: int = 2
    digits: int = 9
    has_point: bool = False
    is_midnight: bool = False
    is_month: bool = False
    in_template: bool = True

    @property
    def sql_type(self) -> str:
        """Return the SQL type of the field's column in the raw table."""
        return {
            Kind.INTEGER: "SMALLINT" if (self.high or 0) <= SMALL else "INTEGER",
            Kind.DECIMAL: f"DECIMAL({self.digits},{self.decimals})",
            Kind.FLAG: "BOOLEAN",
            Kind.DATE: "DATE",
        }.get(self.kind, "VARCHAR")

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Return the code of each spelling that the field accepts, by spelling.

        Spellings are in lower case. For places they are normalised instead, see
        `model.places.normalised`.
        """
        compared = normalised if self.is_place else str.lower
        return {
            compared(spelling): code.code
            for code in self.codes
            for spelling in (code.code, *code.aliases)
        }


class Contract(BaseModel):
    """The contract of a file that authorities or publishers prepare for this program.

    Attributes:
        key: the fields that identify a row; a second row with the same key is refused.
        subject: the field whose value the ledger records with each finding on a row.
        ignored: columns of the publisher's files that are not read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: Text
    description: Text
    publisher: str
    licence: str
    rhythm: Text
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    subject: str
    ignored: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the contract's columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def with_default(self) -> tuple[str, ...]:
        """Return the names of the fields with `has_default`."""
        return tuple(field.name for field in self.fields if field.has_default)

    @property
    def repeated(self) -> str:
        """Return the word for what is repeated by a second row with the same key.

        If the key has a month field, the word is the name of that field. If not, it is the name of
        the key's only field. If the key has several fields and no month field, it is `row`.
        """
        months = tuple(name for name in self.key if self.field(name).is_month)
        return (months or self.key)[0] if months or len(self.key) == 1 else "row"

    @property
    def required(self) -> tuple[str, ...]:
        """Return the columns that a file must have."""
        return tuple(field.name for field in self.fields if field.is_required)

    def field(self, name: str) -> Field:
        """Return a field by its name."""
        return next(field for field in self.fields if field.name == name)


class Row(BaseModel):
    """The base class of the models of rows, see `row_model`.

    An unknown field is an error. A blank text is read as `None`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_nothing(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {
            name: None if isinstance(value, str) and not value.strip() else value
            for name, value in values.items()
        }


@cache
def row_model(name: str, fields: tuple[Field, ...]) -> type[Row]:
    """Return the pydantic model of one row, for programs that prepare files in Python.

    The model accepts the values that the importer writes into the raw table: typed values,
    canonical codes, no blanks.
    """
    members: dict[str, Any] = {field.name: _member(field) for field in fields}
    return create_model(name, __base__=Row, **members)


def _member(field: Field) -> tuple[Any, Any]:
    kind = _python_type(field)
    limits = _limits(field) | {"description": field.description.en}
    if field.is_required:
        return kind, Limits(**limits)
    return kind | None, Limits(default=None, **limits)


def _python_type(field: Field) -> Any:
    return {Kind.INTEGER: int, Kind.DECIMAL: Decimal, Kind.FLAG: bool, Kind.DATE: date}.get(
        field.kind, str
    )


def _limits(field: Field) -> dict[str, Any]:
    if field.kind is Kind.DATE:
        return {"ge": FIRST_DAY, "le": LAST_DAY}
    if field.kind in (Kind.INTEGER, Kind.DECIMAL):
        return {"ge": field.low, "le": field.high}
    if field.kind is Kind.CODE:
        return {"pattern": f"^({'|'.join(re.escape(code.code) for code in field.codes)})$"}
    if field.pattern and not field.dropped:
        return {"pattern": f"^({field.pattern})$"}
    return {}
