"""Read numbers as Italian offices, spreadsheets and statistical software write them.

`1.234` is ambiguous: the point may group thousands or be the decimal sign. So the decimal sign is
decided once for a column, from all its values: the values that can be read in only one way decide
for the ambiguous values. Where no value decides, or where values contradict one another, ambiguous
values are left unread. Numbers such as `500.000` beside `12,50` are read as thousands, but with a
doubt if no value of the column certainly groups thousands. `read_number` and `number_sql` follow
the same patterns.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from cruscotto.model.literals import literal


class Mark(StrEnum):
    """The decimal sign of a column's values: a comma, a point, or undecided (`OWN`)."""

    COMMA = "comma"
    POINT = "point"
    OWN = "own"  # nothing decides: only values that read in one way are read


SIGNS = {Mark.COMMA: ",", Mark.POINT: "."}

# How offices and programs write that there is no number. Marks that no code looks like stand first.
MARKS_OF_NOTHING: tuple[str, ...] = (
    "",
    "..",
    "...",
    "....",
    "…",
    "-",
    "--",
    "–",
    "—",
    ":",
    "n.d.",
    "n.d",
    "n.p.",
    "n.a.",
    "n.c.",
    "n/a",
    "n/d",
    "#n/a",
    "#n/d",
    "#nd",
    "<na>",
    "nan",
    "null",
    "none",
    "s.d.",
    "non disponibile",
    "non rilevato",
)
NO_VALUE: tuple[str, ...] = (*MARKS_OF_NOTHING, "na", "nd", "np", "nc")

_SIGN = "[-+]?"
_EXPONENT = "[eE][-+]?[0-9]{1,3}"
# A group of thousands never begins with nought: `0.123` has decimals in every country.
_FIRST = "[1-9][0-9]{0,2}"
PLAIN = f"{_SIGN}[0-9]+({_EXPONENT})?"
# One sign with three figures after it and one to three before it reads in two ways.
OPEN = f"{_SIGN}{_FIRST}[.,][0-9]{{3}}"
# Blanks and apostrophes between thousands leave the decimal sign beyond doubt.
_BLANKS = " \u00a0\u2007\u2009\u202f"
_SPACES = f"{_BLANKS}'\u2019"
_SPACED = f"{_SIGN}[0-9]{{1,3}}([{_SPACES}][0-9]{{3}})+([.,][0-9]*)?"
_CURRENCY = f"^(€|eur|euro)[{_BLANKS}]*|[{_BLANKS}]*(€|eur|euro)$"
_SIGN_APART = f"^([-+])[{_BLANKS}]*(€|eur|euro)?[{_BLANKS}]*"
# Accounting programs write the sign last; `1.000,-` is another thing, an amount without cents.
_SIGN_LAST = f"^([0-9].*[0-9]|[0-9])[{_BLANKS}]*-$"


@cache
def sure(mark: Mark) -> str:
    """Return the regular expression of numbers that can only be read with this decimal sign."""
    decimal, group = (",", r"\.") if mark is Mark.COMMA else (r"\.", ",")
    shapes = (
        f"{_FIRST}({group}[0-9]{{3}}){{2,}}",
        f"{_FIRST}({group}[0-9]{{3}})+{decimal}[0-9]*",
        f"([0-9]{{4,}}|0[0-9]{{0,2}}){decimal}[0-9]*",
        f"[0-9]{{0,3}}{decimal}([0-9]{{1,2}}|[0-9]{{4,}})",
        f"[0-9]{{1,3}}{decimal}",
        f"{decimal}[0-9]+",
        f"([0-9]+{decimal}[0-9]*|{decimal}[0-9]+){_EXPONENT}",
    )
    return f"{_SIGN}({'|'.join(shapes)})"


@cache
def grouped(mark: Mark) -> str:
    """Return the regular expression of numbers that certainly group thousands.

    Args:
        mark: the decimal sign; the other sign groups thousands.
    """
    decimal, group = (",", r"\.") if mark is Mark.COMMA else (r"\.", ",")
    shapes = f"({group}[0-9]{{3}}){{2,}}({decimal}[0-9]*)?|{group}[0-9]{{3}}{decimal}[0-9]*"
    return f"{_SIGN}{_FIRST}({shapes})"


@cache
def one_group(mark: Mark) -> str:
    """Return the regular expression of ambiguous numbers that mean thousands with this sign.

    For a decimal comma it matches `1.234`: with a comma this means 1234, with a point 1 and three
    decimals.

    Args:
        mark: the decimal sign.
    """
    return f"{_SIGN}{_FIRST}{r'[.]' if mark is Mark.COMMA else ','}[0-9]{{3}}"


@cache
def written(mark: Mark) -> str:
    """Return the regular expression of all numbers that can be read with this decimal sign."""
    decimal, group = (",", r"\.") if mark is Mark.COMMA else (r"\.", ",")
    grouped = f"{_FIRST}({group}[0-9]{{3}})+({decimal}[0-9]*)?"
    return (
        f"{_SIGN}({grouped}|[0-9]+({decimal}[0-9]*)?({_EXPONENT})?|{decimal}[0-9]+({_EXPONENT})?)"
    )


@dataclass(frozen=True)
class Evidence:
    """What a column's values reveal about its decimal sign.

    Attributes:
        comma: how many values can only be read with a decimal comma.
        point: how many values can only be read with a decimal point.
        open: how many values can be read with a decimal comma and with a decimal point.
    """

    comma: int = 0
    point: int = 0
    open: int = 0

    @property
    def mark(self) -> Mark:
        """Return the decimal sign that the values show; `OWN` if they show no sign or both."""
        if bool(self.comma) == bool(self.point):
            return Mark.OWN
        return Mark.COMMA if self.comma else Mark.POINT

    def mark_or(self, named: Mark | None) -> Mark:
        """Return the decimal sign that the values show; `named` if they show no sign or both."""
        return named if named and self.mark is Mark.OWN else self.mark

    @property
    def is_undecided(self) -> bool:
        """Return whether some values are ambiguous and no other values decide the sign."""
        return self.open > 0 and self.mark is Mark.OWN


def evidence(values: Iterable[str]) -> Evidence:
    """Return how many values can only be read with a comma, only with a point, or with either."""
    texts = [cleaned(value) for value in values]
    return Evidence(*(sum(_is(pattern, t) for t in texts) for pattern in _COUNTED))


def infers_thousands(values: Iterable[str], mark: Mark) -> bool:
    """Return whether values are read as thousands although no value certainly groups thousands.

    >>> infers_thousands(["12,50", "500.000"], Mark.COMMA)
    True
    >>> infers_thousands(["12,50", "500.000", "1.234,00"], Mark.COMMA)
    False
    """
    texts = [cleaned(value) for value in values]
    shown, read = grouped(mark), one_group(mark)
    return any(_is(read, text) for text in texts) and not any(_is(shown, text) for text in texts)


def read_number(value: str, mark: Mark) -> Decimal | None:
    """Return the number written in a text, or `None` where the text cannot be read.

    >>> read_number("1.234,5", Mark.OWN)
    Decimal('1234.5')
    >>> read_number("1.234", Mark.OWN)
    >>> read_number("1.234", Mark.COMMA)
    Decimal('1234')
    """
    text = cleaned(value)
    if _is(PLAIN, text):
        return Decimal(text)
    for sign in (mark,) if mark in SIGNS else tuple(SIGNS):
        if _is(written(sign) if mark in SIGNS else sure(sign), text):
            return Decimal(text.replace("," if sign is Mark.POINT else ".", "").replace(",", "."))
    return None


def cleaned(value: str) -> str:
    """Return a number's text without currency and outer blanks, and with its sign in front.

    A minus written last is moved to the front; blanks and apostrophes between thousands are
    removed.
    """
    text = re.sub(_CURRENCY, "", value.strip().replace("\u2212", "-"), flags=re.IGNORECASE).strip()
    text = re.sub(_SIGN_LAST, r"-\1", re.sub(_SIGN_APART, r"\1", text, flags=re.IGNORECASE))
    return re.sub(f"[{_SPACES}]", "", text) if _is(_SPACED, text) else text


def _is(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text) is not None


_COUNTED = (sure(Mark.COMMA), sure(Mark.POINT), OPEN)


# ---------- the same for the engine: expressions over a column's text, and nothing else


def cleaned_sql(text: str) -> str:
    """Return an SQL expression that cleans a text as `cleaned` does.

    Args:
        text: the SQL expression of a text that neither begins nor ends with a blank.
    """
    bare = f"trim(regexp_replace(replace({text}, '\u2212', '-'), {literal(_CURRENCY)}, '', 'gi'))"
    bare = rf"regexp_replace({bare}, {literal(_SIGN_APART)}, '\1', 'i')"
    bare = rf"regexp_replace({bare}, {literal(_SIGN_LAST)}, '-\1')"
    joined = f"regexp_replace({bare}, {literal(f'[{_SPACES}]')}, '', 'g')"
    return (
        f"case when {is_bare_sql(text)} then {text} "
        f"when {_matches(bare, _SPACED)} then {joined} else {bare} end"
    )


def is_bare_sql(text: str) -> str:
    """Return the SQL test that a text needs no cleaning: all its characters belong to a number."""
    return f"regexp_full_match({text}, '([-+0-9.,eE]*[0-9.,eE])?')"


def evidence_sql(clean: str) -> str:
    """Return three SQL aggregates: the counts `comma`, `point` and `open` of `Evidence`.

    Args:
        clean: the SQL expression of a cleaned text.
    """
    counts = (f"count(*) filter ({_matches(clean, pattern)})" for pattern in _COUNTED)
    return ", ".join(counts)


def infers_thousands_sql(clean: str, mark: Mark) -> str:
    """Return the SQL aggregate that gives the result of `infers_thousands` for cleaned texts."""
    return (
        f"coalesce(bool_or({is_one_group_sql(clean, mark)}) "
        f"and not bool_or({_matches(clean, grouped(mark))}), false)"
    )


def is_one_group_sql(clean: str, mark: Mark) -> str:
    """Return the SQL test that a cleaned text matches `one_group`, such as `1.234`."""
    return _matches(clean, one_group(mark))


def number_sql(clean: str, mark: Mark) -> str:
    """Return an SQL expression that writes a cleaned text's number with a decimal point.

    The result is null if the text cannot be read as a number.
    """
    if mark in SIGNS:
        return f"case when {_matches(clean, written(mark))} then {_plain(clean, mark)} end"
    return (
        f"case when {_matches(clean, PLAIN)} then {clean} "
        f"when {_matches(clean, sure(Mark.POINT))} then {_plain(clean, Mark.POINT)} "
        f"when {_matches(clean, sure(Mark.COMMA))} then {_plain(clean, Mark.COMMA)} end"
    )


def _matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def _plain(text: str, mark: Mark) -> str:
    if mark is Mark.POINT:
        return f"replace({text}, ',', '')"
    return f"replace(replace({text}, '.', ''), ',', '.')"
