"""The public log of errors is read as it was written."""

import csv

from cruscotto.config import REFERENCE
from cruscotto.facts.error_log import LOG, errors


def test_every_entry_has_its_eight_fields_and_both_languages() -> None:
    with (REFERENCE / LOG).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert [len(row) for row in rows] == [len(header)] * len(rows)
    assert len(errors()) == len(rows)


def test_an_error_is_mended_after_it_appeared_and_says_how_it_was_found() -> None:
    ways = {one.found.it for one in errors()}
    assert all(one.mended is None or one.mended >= one.since for one in errors())
    assert len(ways) < len(errors()) / 3
