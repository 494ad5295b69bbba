"""Counts of persons' rows reach guarded audiences by tens; questions on persons are not asked."""

from collections.abc import Callable
from datetime import date

import duckdb
import pytest

from cruscotto.disclosure import Rules
from cruscotto.export.to_mend import rows_to_mend
from cruscotto.facts import Edition, accounts, figures

EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
GUARDED = pytest.mark.parametrize("rules", [PROTECTED, PUBLIC], ids=["protected", "public"])
FILE = (
    "insert into ledger.file values ($id, $place, $source, $name, $id, '', '', $day, "
    "now()::timestamp, $read, $loaded, $outside, $refused, $issues, false, '')"
)


@pytest.fixture(scope="module")
def con(new_database: Callable[[], duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    made = new_database()
    files = [
        ("a", "participations", "people.csv", 1013, 1007, 3, 3),
        ("b", "opencoesione", "operations.csv", 57, 54, 2, 1),
        ("c", "puc", "SC01_file.txt", 6, 6, 0, 0),
        ("d", "puc", "FN07_file.txt", 6, 6, 0, 0),
    ]
    for place, (key, source, name, read, loaded, outside, refused) in enumerate(files):
        values = {"id": key, "place": place, "source": source, "name": name, "read": read}
        values |= {"loaded": loaded, "outside": outside, "refused": refused, "issues": refused}
        made.execute(FILE, values | {"day": date(2024, 8, 31)})
    for key, text in (("a", "PA1;F;1999"), ("b", "OP1;x"), ("c", "P7;F;SICILIA")):
        made.execute("insert into ledger.refused_row values (?, 3, 'no_key', ?)", [key, text])
    issues = [("a", 0, "row_gone"), ("a", 0, "row_gone"), ("b", 0, "row_gone"), ("a", 7, "unread")]
    for key, row, reason in issues:
        made.execute(
            "insert into ledger.field_issue by name select ? as file_id, ? as row_number, "
            "'OP1' as operation_code, 'sex' as column_name, 'x' as value, ? as reason",
            [key, row, reason],
        )
    return made


@GUARDED
def test_persons_rows_are_counted_by_tens_and_still_add_up(con, rules) -> None:
    rows = {row["file_id"]: row for row in figures.rows(Edition.of(con, rules), "files")}
    people = rows["a"]
    assert [people[name] for name in accounts.PARTS] == [1010, 10, 10]
    assert people["rows_read"] == 1030
    assert rows["c"]["rows_loaded"] == 10
    assert (rows["b"]["rows_read"], rows["d"]["rows_loaded"]) == (57, 6)
    assert all(row["adds_up"] for row in rows.values())
    refused = figures.rows(Edition.of(con, rules), "refused_by_reason")
    assert {(row["source"], row["rows"]) for row in refused} == {
        ("participations", 10),
        ("opencoesione", 1),
        ("puc", 10),
    }


def test_the_exact_audience_reads_the_ledger_as_it_is(con) -> None:
    rows = {row["file_id"]: row for row in figures.rows(Edition.of(con, EXACT), "files")}
    assert rows["a"]["rows_read"] == 1013


@pytest.mark.parametrize("rules", [EXACT, PROTECTED, PUBLIC], ids=lambda rules: rules.audience)
@pytest.mark.parametrize("query", sorted(accounts.OF_PERSONS))
def test_questions_about_single_persons_have_readers_of_their_own(con, rules, query) -> None:
    with pytest.raises(ValueError, match=query):
        figures.rows(Edition.of(con, rules), query)


def test_a_refused_row_of_a_person_in_an_exchange_file_is_shown_to_nobody_outside(con) -> None:
    texts = {
        str(rules.audience): [
            row["original_text"] for row in rows_to_mend(con, "refused_rows", rules)
        ]
        for rules in (EXACT, PROTECTED, PUBLIC)
    }
    assert texts["exact"] == ["PA1;F;1999", "OP1;x", "P7;F;SICILIA"]
    assert texts["protected"] == [None, "OP1;x", None]
    assert texts["public"] == ["OP1;x"]


def test_how_many_persons_a_delivery_no_longer_has_is_for_the_exact_audience(con) -> None:
    """A row for each of them would give their number, of an edition less the one before."""
    seen = {
        str(rules.audience): [
            (row["file_name"], row["reason"]) for row in rows_to_mend(con, "field_issues", rules)
        ]
        for rules in (EXACT, PROTECTED, PUBLIC)
    }
    of_persons, others = ("people.csv", "row_gone"), ("operations.csv", "row_gone")
    assert seen["exact"].count(of_persons) == 2
    assert all(of_persons not in seen[name] for name in ("protected", "public"))
    assert all(others in rows for rows in seen.values())
    assert ("people.csv", "unread") in seen["protected"]


def test_no_count_but_zero_is_shown_below_ten() -> None:
    assert [accounts.to_tens(n) for n in (0, 1, 4, 14, 15, 996)] == [0, 10, 10, 10, 20, 1000]
