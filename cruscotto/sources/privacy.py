"""Take persons out of a text before it reaches the ledger."""

import re

from sqlglot import exp

_TAX_CODE = "[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]"
TAX_CODE = re.compile(_TAX_CODE, re.IGNORECASE)
TAX_CODE_LENGTH = 16
OMITTED = "[NOMINATIVO OMESSO]"

# Columns whose words may name a person; a refused row is never judged, so all are masked.
# What is surely no name: no blanks, at least one digit.
CODE = re.compile(r'"?[^\s"]*[0-9][^\s"]*"?')
# Of a record that swallowed a whole file this much is kept.
LONGEST = 20_000
WORDS = ("TITOLO", "SINTESI", "DENOM_")


def mask_text(columns: tuple[str, ...], fields: list[str], delimiter: str) -> str:
    """Join a refused row's fields again, without the words that may name a person."""
    masked = [
        OMITTED if value.strip() and any(word in name.upper() for word in WORDS) else value
        for name, value in zip(columns, fields, strict=False)
    ]
    return mask_codes(delimiter.join([*masked, *fields[len(masked) :]]))


def mask_record(text: str, delimiter: str) -> str:
    """Mask a record that could not be taken apart: nothing tells which field is which.

    Codes, dates and amounts stay, so that whoever mends the file finds the row; words go.
    """
    lines = [delimiter.join(map(_mask_words, line.split(delimiter))) for line in text.splitlines()]
    masked = mask_codes("\n".join(lines))
    return masked if len(masked) <= LONGEST else masked[:LONGEST] + " …"


def _mask_words(field: str) -> str:
    return field if not field.strip(' "') or CODE.fullmatch(field.strip()) else OMITTED


def without_codes(value: exp.Expr) -> exp.Expr:
    """Return the engine's expression of a text without personal tax codes.

    Most fields are shorter than a tax code, and only the others are searched.
    """
    short = exp.Length(this=value).__lt__(TAX_CODE_LENGTH)
    cleaned = exp.RegexpReplace(
        this=value.copy(),
        expression=exp.Literal.string(f"(?i){_TAX_CODE}"),
        replacement=exp.Literal.string(OMITTED),
        modifiers=exp.Literal.string("g"),
    )
    return exp.Case().when(short, value.copy()).else_(cleaned)


def mask_codes(text: str) -> str:
    """Replace every personal tax code in a text."""
    return TAX_CODE.sub(OMITTED, text)
