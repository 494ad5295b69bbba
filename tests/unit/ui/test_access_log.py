"""An auditor reads the log's entries as words, not as a program holds them."""

from cruscotto.ui.quality.access_log import _word


def test_filters_of_an_entry_are_words() -> None:
    what = {"page": "esiti", "filters": {"managing_authority": ["ITC1", "ITG1"]}, "empty": None}
    assert _word("what", what) == "page=esiti, filters=managing_authority=ITC1 ITG1"


def test_the_moment_of_an_entry_is_written_to_the_second() -> None:
    assert _word("at", "2026-11-30T23:14:17.801+00:00") == "2026-11-30 23:14:17"
