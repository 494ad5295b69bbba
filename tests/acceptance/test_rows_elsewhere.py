"""Rows that the warehouse has from another file, of the same edition or of a newer one."""

from datetime import date, timedelta

import pytest

from cruscotto.sources.accounts import sentences
from cruscotto.sources.importing import import_files

BEFORE, NOW = date(2024, 8, 31), date(2025, 8, 31)
NAMES = "participation_id;person_id;operation_code;sex;entry_date\n"
CLAIMS = "programme;fund;date;eu_amount_eur\n"
INDICATORS = "indicator;nuts2;year;value;series;edition\n"


@pytest.fixture
def deliver(tmp_path):
    link = tmp_path / "w.duckdb"

    def deliver(source, content, edition=NOW, name="second.csv", **options):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return import_files(source, [path], link, edition, **options)

    return deliver


def words(report):
    return " ".join(sentences(report, "en"))


def test_files_of_one_delivery_that_contradict_one_another_are_both_named(tmp_path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(f"{NAMES}P1;A1;OP1;M;2024-02-12\nP2;A2;OP1;F;2024-02-12\n", "utf-8")
    second.write_text(f"{NAMES}P1;A1;OP1;F;2024-02-12\nP3;A3;OP1;F;2024-02-12\n", "utf-8")
    report = import_files("participations", [first, second], tmp_path / "w.duckdb", NOW)
    assert "File second.csv: one row is in “first.csv” too, of the same edition" in words(report)
    # rows about persons are counted and never named
    assert "P1" not in words(report)
    assert not report.files[0].elsewhere


def test_a_file_that_mends_an_edition_states_what_it_replaces(deliver) -> None:
    deliver(
        "payment_claims",
        f"{CLAIMS}2014IT05SFOP014;FSE;2024-03-01;10\n2014IT05SFOP014;FSE;2024-06-01;5\n",
        name="a.csv",
    )
    report = deliver(
        "payment_claims",
        f"{CLAIMS}2014IT05SFOP014;FSE;2024-03-01;11\n2014IT05SFOP014;FSE;2024-06-01;5\n",
    )
    assert "2 rows are in “a.csv” too, of the same edition (31 August 2025)" in words(report)
    assert "The first by key is 2014IT05SFOP014, " in words(report)


def test_of_an_edition_older_than_the_warehouses_it_is_stated_that_it_is_not_current(
    deliver,
) -> None:
    deliver("payment_claims", f"{CLAIMS}2014IT05SFOP014;FSE;2024-03-01;10\n", name="new.csv")
    report = deliver("payment_claims", f"{CLAIMS}2014IT05SFOP014;FSE;2024-03-01;9\n", BEFORE)
    assert "of one row the warehouse has a newer edition already (“new.csv”" in words(report)
    assert report.as_dict()["files"][0]["rows_elsewhere"][0]["is_newer"] is True


@pytest.mark.parametrize("edition", [NOW, NOW + timedelta(365), BEFORE])
def test_files_without_a_row_in_common_are_no_contradiction(deliver, edition) -> None:
    deliver("payment_claims", f"{CLAIMS}2014IT05SFOP014;FSE;2024-03-01;10\n", name="a.csv")
    report = deliver("payment_claims", f"{CLAIMS}B;FSE;2024-03-01;9\n", edition)
    assert report.files[0].elsewhere == ()


def test_a_newer_edition_and_the_same_file_again_are_no_contradiction(deliver) -> None:
    deliver("payment_claims", f"{CLAIMS}2014IT05SFOP014;FSE;2024-03-01;10\n", BEFORE)
    assert (
        deliver("payment_claims", f"{CLAIMS}2014IT05SFOP014;FSE;2024-03-01;11\n").files[0].elsewhere
        == ()
    )
    again = deliver("payment_claims", f"{CLAIMS}2014IT05SFOP014;FSE;2024-03-01;11\n")
    assert again.files[0].already_there
    assert sentences(again, "it") == []


def test_figures_of_an_indicator_are_compared_within_their_own_edition(deliver) -> None:
    rows = "i;ITG1;2020;{};S;2024-01-01\ni;ITG1;2021;{};S;2025-01-01\n"
    deliver("indicators", INDICATORS + rows.format("1,5", "1,6"), None, "a.csv")
    later = INDICATORS + "i;ITG1;2020;1,4;S;2024-01-01\ni;ITG1;2021;1,7;S;2023-01-01\n"
    (found,) = deliver("indicators", later, None).files[0].elsewhere
    assert (found.rows, found.is_newer, found.first[:9]) == (1, False, "i, S, ITG")


def test_an_edition_of_a_day_to_come_is_stated_and_one_of_today_is_not(deliver) -> None:
    tomorrow = date.today() + timedelta(1)
    ahead = deliver(
        "payment_claims", f"{CLAIMS}2014IT05SFOP014;FSE;2024-03-01;10\n", tomorrow, is_trial=True
    )
    assert "is a day to come" in words(ahead)
    today = deliver("payment_claims", f"{CLAIMS}2014IT05SFOP014;FSE;2024-03-01;10\n", date.today())
    assert sentences(today, "it") == []
