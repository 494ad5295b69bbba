"""The public log of errors: every wrong figure or sentence that was ever shown."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache

from cruscotto.config import REFERENCE
from cruscotto.i18n import Text

LOG = "error_log.csv"


@dataclass(frozen=True)
class Mended:
    """One error, and when it was corrected.

    Attributes:
        shown: the wrong figure or sentence.
        right: the right figure or sentence.
        since: the day of the first version that showed the error.
        found: how the error was found.
        mended: the day on which the error was corrected; `None` if it is not yet corrected.
    """

    shown: Text
    right: Text
    since: date
    found: Text
    mended: date | None


@cache
def errors() -> tuple[Mended, ...]:
    """Return the errors of the log, in the order of `LOG`."""
    with (REFERENCE / LOG).open(encoding="utf-8", newline="") as file:
        return tuple(_read(row) for row in csv.DictReader(file))


def _read(row: dict[str, str]) -> Mended:
    shown, right, found = (
        Text(it=row[f"{name}_it"], en=row[f"{name}_en"]) for name in ("shown", "right", "found")
    )
    mended = date.fromisoformat(row["mended"]) if row["mended"] else None
    return Mended(shown, right, date.fromisoformat(row["since"]), found, mended)
