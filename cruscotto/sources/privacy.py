"""Take persons out of a text before it reaches the ledger."""

import re

TAX_CODE = re.compile(
    r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]",
    re.IGNORECASE,
)
OMITTED = "[NOMINATIVO OMESSO]"

# Columns whose words may name a person; a refused row is never judged, so all are masked.
# A broken record's fields are looked for this many places around.
SHIFT = 2
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


def mask_record(columns: tuple[str, ...], text: str, delimiter: str) -> str:
    """Mask a record that could not be taken apart: its fields may stand a few places off.

    An open quote may have swallowed the lines after it: each is masked as a record of its own.
    The two leading codes stay, so that whoever mends the file finds the row.
    """
    masked = "\n".join(_mask_line(columns, line, delimiter) for line in text.splitlines())
    return masked if len(masked) <= LONGEST else masked[:LONGEST] + " …"


def _mask_line(columns: tuple[str, ...], line: str, delimiter: str) -> str:
    fields = line.split(delimiter)
    words = [any(word in name for word in WORDS) for name in columns]
    near = [any(words[max(0, i - SHIFT) : i + SHIFT + 1]) for i in range(len(columns))]
    # beyond the last column nothing says what a field is
    hidden = [i > 1 and (i >= len(columns) or near[i]) for i in range(len(fields))]
    shown = [OMITTED if hide and v.strip() else v for hide, v in zip(hidden, fields, strict=True)]
    return mask_codes(delimiter.join(shown))


def mask_codes(text: str) -> str:
    """Replace every personal tax code in a text."""
    return TAX_CODE.sub(OMITTED, text)
