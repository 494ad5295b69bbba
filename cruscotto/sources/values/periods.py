"""Turn texts of periods (such as months) into numbers, so that differences can be computed.

`202401` follows `202312`: the difference is one month, not 89. All periods of a column are of one
kind: years, halves, quarters, months, weeks or days. Days that are all the first or last of a month
are read as months. If the texts of a column are of no such kind, the column has no calendar.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from math import ceil, gcd

from cruscotto.sources.values.dates import MONTHS, read_date

# A reader returns the number of a period on a line of its kind; nothing where it is none.
Reader = Callable[[str], int | None]
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class Calendar:
    """The numbering of the periods in a column, which are all of one kind, such as months.

    The earliest period has rank 1.

    Attributes:
        read: returns the number of a period, such as months since year 0.
        first: the number of the earliest period.
        step: the difference between the numbers of two consecutive ranks.
    """

    read: Reader
    first: int
    step: int

    def rank(self, label: str) -> float | None:
        """Return the rank of a period, or `None` for a text that is no period of this kind.

        A period between two ranks gets the later rank.
        """
        number = self.read(label)
        return None if number is None else float(1 + ceil((number - self.first) / self.step))

    def order(self, labels: Iterable[str]) -> list[str]:
        """Return texts of periods sorted from the earliest period to the latest."""
        return sorted(labels, key=lambda label: self.read(label) or 0)


def calendar_of(labels: Sequence[str]) -> Calendar | None:
    """Return the calendar of a column's distinct texts, or `None` if they are not all periods.

    >>> calendar = calendar_of(["202311", "202312", "202401"])
    >>> calendar.rank("202401")
    3.0
    """
    for reader in (*_NUMBERED, *_WRITTEN):
        numbers = [number for label in labels if (number := reader(plain(label))) is not None]
        if labels and len(numbers) == len(labels):
            first = min(numbers)
            step = reduce(gcd, (number - first for number in numbers)) or 1
            return Calendar(lambda label, read=reader: read(plain(label)), first, step)  # type: ignore[misc]
    return None


def plain(label: str) -> str:
    """Return a period's text without an ending that software adds, such as `.0` or midnight."""
    return re.sub(r"\.0+$|[T ]00:00:00.*$", "", label.strip()).lower()


def _grouped(pattern: str, parts: int, names: Mapping[str, int] | None = None) -> Reader:
    """Return a function that numbers periods written as `pattern`; a year has `parts` periods.

    In the pattern the group `y` is the year. The group `p` is the number of the period in the year,
    or its name if `names` are given.
    """

    def read(label: str) -> int | None:
        match = re.fullmatch(pattern, label)
        if not match:
            return None
        part = names.get(match["p"]) if names else int(match["p"])
        year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
        if part is None or not 1 <= part <= parts or not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        return year * parts + part - 1

    return read


def _days(label: str) -> int | None:
    found = read_date(label)
    return found.toordinal() if found else None


def _month_starts(label: str) -> int | None:
    """Return the number of a month, from a text with its first or last day; `None` otherwise."""
    found = read_date(label)
    if found is None or (found.day != 1 and (found + timedelta(1)).day != 1):
        return None
    return found.year * 12 + found.month - 1


def _weeks(label: str) -> int | None:
    match = re.fullmatch(r"([0-9]{4})-?w([0-9]{1,2})", label)
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1).toordinal() if match else None
    except ValueError:
        return None


_WORDS = "|".join(sorted(MONTHS, key=len, reverse=True))
# Whole numbers that are periods: months and days written together, quarters after the year.
_NUMBERED: tuple[Reader, ...] = (
    _grouped("(?P<y>[12][0-9]{3})(?P<p>0[1-9]|1[0-2])", 12),
    _grouped("(?P<y>(19|20)[0-9]{2})(?P<p>[1-4])", 4),
    _month_starts,
)
_WRITTEN: tuple[Reader, ...] = (
    _grouped("(?P<y>[0-9]{4})([-/ ]|[- ]?m)(?P<p>[0-9]{1,2})", 12),
    _grouped("(?P<p>[0-9]{1,2})[-/. ](?P<y>[0-9]{4})", 12),
    _grouped(f"(?P<p>{_WORDS})[.]?[-/. ]*(?P<y>[0-9]{{4}}|[0-9]{{2}})", 12, MONTHS),
    _grouped(f"(?P<y>[0-9]{{4}})[-/. ]*(?P<p>{_WORDS})", 12, MONTHS),
    _grouped("(?P<y>[0-9]{4})[-/. ]?[qt](rim)?[.]?(?P<p>[1-4])", 4),
    _grouped("[qt](rim)?[.]?(?P<p>[1-4])[-/. ]*(?P<y>[0-9]{4})", 4),
    _grouped("(?P<p>[1-4])[°º]? ?(trim(estre)?|q|t)[.]?[-/. ]*(?P<y>[0-9]{4})", 4),
    _grouped("(?P<y>[0-9]{4})[-/. ]?[sh](em)?[.]?(?P<p>[12])", 2),
    _grouped("[sh](em)?[.]?(?P<p>[12])[-/. ]*(?P<y>[0-9]{4})", 2),
    _grouped("(?P<p>[12])[°º]? ?(sem(estre)?|s|h)[.]?[-/. ]*(?P<y>[0-9]{4})", 2),
    _weeks,
    _days,
)
