"""Read the small official tables that are kept as CSV files in `data/reference`."""

import csv

from cruscotto.config import REFERENCE


def reference_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one table of `data/reference`, with every value as text."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
