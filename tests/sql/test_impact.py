"""Who is evaluated, against whom, and what is known of them: a few rows in, cells out."""

from contextlib import closing

import pytest

PERSON = {
    "region": "ITG1",
    "sex": "F",
    "age_at_entry": 31,
    "education_isced": 3,
    "status_at_entry": "unemployed",
    "outcome_source": "register",
    "status_6m": "employed",
}
TREATED = {"operation_code": "OP1", "entry_date": "2020-01-10", "exit_date": "2020-06-30"}
FILES = (
    ("participations", "2024-08-31"),
    ("comparisons", "2024-08-31"),
    ("comparisons", "2024-12-31"),
    ("employment_history", "2024-08-31"),
)
RAW = tuple(sorted({f"raw.{table}" for table, _ in FILES}))
CELLS = ("marts.impact_cell",)
MONTH = ("person_id", "month", "employed", "earnings")
COMPARED = {
    "group_reason": "rejected",
    "operation_code": "OP1",
    "entry_date": "2020-01-10",
    "reference_date": "2020-06-30",
}


def insert(con, table, edition, rows):
    file_id = f"{table}-{edition}"
    for place, row in enumerate(rows, start=1):
        row = {"file_id": file_id, "row_number": place, **row}
        names, holders = ", ".join(row), ", ".join("?" for _ in row)
        con.execute(f"insert into raw.{table} ({names}) values ({holders})", list(row.values()))


@pytest.fixture(scope="module")
def built(new_database, insert_operations, operation, build_part):
    """Return a warehouse of one operation, and of files of persons that hold nobody."""
    with closing(new_database()) as con:
        insert_operations(con, 1, "2024-08-31", [operation("OP1")])
        for number, (table, edition) in enumerate(FILES, start=2):
            con.execute(
                "insert into ledger.file values "
                "(?, ?, ?, 'x', 'x', '', '', ?, now()::timestamp, 0, 0, 0, 0, 0, false, '')",
                [f"{table}-{edition}", number, table, edition],
            )
        build_part(con, CELLS)
        yield con


@pytest.fixture
def cells(built, build_part):
    """Return `cells(treated, compared, months)`: the mart of cells as dictionaries."""

    def given(treated=(), compared=(), months=(), later=()):
        con = built
        for table in RAW:
            con.execute(f"delete from {table}")
        everybody = [
            PERSON | TREATED | {"participation_id": f"PT{n}"} | row for n, row in enumerate(treated)
        ]
        insert(con, "participations", "2024-08-31", everybody)
        for edition, rows in (("2024-08-31", compared), ("2024-12-31", later)):
            others = [
                PERSON | COMPARED | {"comparison_id": f"CF{n}"} | row for n, row in enumerate(rows)
            ]
            insert(con, "comparisons", edition, others)
        history = [dict(zip(MONTH, month, strict=False)) for month in months]
        insert(con, "employment_history", "2024-08-31", history)
        build_part(con, CELLS, changed=RAW)
        cursor = con.execute("select * from marts.impact_cell order by participated")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return given


def sides(found):
    return {row["participated"]: row for row in found}


def test_both_groups_have_the_same_columns_side_by_side(cells) -> None:
    both = sides(cells([{"person_id": "A"}], [{"person_id": "B"}]))
    for name in (
        "region_code",
        "sex_code",
        "age_band_code",
        "education_code",
        "theme_code",
        "entry_status_code",
        "programme_code",
        "entry_year_code",
        "knows_6m",
    ):
        assert both[0][name] == both[1][name]
    assert [(row["persons"], row["employed_6m"]) for row in both.values()] == [(1, 1), (1, 1)]


def test_people_who_are_alike_are_one_cell(cells) -> None:
    working = {"status_6m": "employed", "contract_type_6m": "permanent"}
    rows = [
        {"person_id": f"A{n}"} | (working if n == 0 else {"status_6m": "searching"})
        for n in range(3)
    ]
    [cell] = cells(rows)
    assert (cell["persons"], cell["employed_6m"]) == (3, 1)


def test_of_a_person_the_first_participation_counts(cells) -> None:
    later = {"person_id": "A", "entry_date": "2021-01-10", "exit_date": "2021-06-30", "sex": "M"}
    [cell] = cells([later | {"operation_code": "OP2"}, {"person_id": "A"}])
    assert (cell["persons"], cell["sex_code"]) == (1, "F")


def test_whoever_took_part_is_no_comparison(cells) -> None:
    assert set(sides(cells([{"person_id": "A"}], [{"person_id": "A"}]))) == {1}


def test_the_newest_edition_of_a_comparison_record_counts(cells) -> None:
    [cell] = cells([], [{"person_id": "B"}], later=[{"person_id": "B", "status_6m": "searching"}])
    assert (cell["persons"], cell["employed_6m"]) == (1, 0)


def test_a_comparison_without_an_operation_serves_for_any_of_its_region(cells) -> None:
    [cell] = cells([], [{"person_id": "B", "operation_code": None}])
    assert {cell[f"{name}_code"] for name in ("theme", "programme", "axis", "period", "fund")} == {
        "any"
    }
    assert cell["region_code"] == "ITG1"


def test_those_employed_at_entry_are_in_no_cell(cells) -> None:
    changes = {"status_at_entry": "employed"}
    assert cells([{"person_id": "A"} | changes], [{"person_id": "B"} | changes]) == []


@pytest.mark.parametrize("changes", [{"status_6m": "unknown"}, {"status_6m": None}], ids=str)
def test_an_outcome_that_is_due_and_not_known_is_counted_as_such(cells, changes) -> None:
    for cell in cells([{"person_id": "A"} | changes], [{"person_id": "B"} | changes]):
        assert (cell["mature_6m"], cell["knows_6m"], cell["employed_6m"]) == (True, False, 0)


def test_an_outcome_before_its_day_is_not_due(cells) -> None:
    late = {"exit_date": "2024-05-31"}
    both = cells([{"person_id": "A"} | late], [{"person_id": "B", "reference_date": "2024-05-31"}])
    assert [(cell["mature_6m"], cell["knows_6m"]) for cell in both] == [(False, False)] * 2


def test_a_participant_still_enrolled_is_due_for_nothing(cells) -> None:
    [cell] = cells([{"person_id": "A", "exit_date": None, "status_6m": None}])
    assert (cell["mature_28d"], cell["mature_6m"], cell["mature_12m"]) == (False, False, False)


@pytest.mark.parametrize(("others", "is_followed"), [("survey", False), ("register", True)])
def test_a_programme_is_followed_if_the_registers_know_any_of_its_participants(
    cells, others, is_followed
) -> None:
    asked = {"person_id": "A", "outcome_source": "survey", "sex": "M"}
    found = cells([asked, {"person_id": "C", "outcome_source": others}])
    assert {cell["is_followed"] for cell in found} == {is_followed}


def test_the_operation_and_the_quarter_of_entry_stay_in_the_cell(cells) -> None:
    both = sides(cells([{"person_id": "A"}], [{"person_id": "B", "operation_code": None}]))
    assert (both[1]["operation_code"], both[0]["operation_code"]) == ("OP1", "any")
    assert both[1]["entry_quarter"] == both[0]["entry_quarter"] == 2020 * 4 + 1


def test_a_permanent_job_is_known_where_the_contract_is(cells) -> None:
    both = sides(cells([{"person_id": "A", "contract_type_6m": "permanent"}], [{"person_id": "B"}]))
    assert (both[1]["knows_contract"], both[1]["permanent_6m"]) == (True, 1)
    assert (both[0]["knows_contract"], both[0]["permanent_6m"]) == (False, 0)


def months(person, *pairs):
    return [(person, f"{year}-{month:02}-01", works) for (year, month), works in pairs]


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([], "unknown"),
        ([((2019, 12), False), ((2019, 6), False)], "none"),
        ([((2019, 12), True), ((2019, 6), False)], "some"),
        ([((2019, 12), True), ((2019, 6), True), ((2019, 3), False)], "most"),
        # entry is in January 2020: that month and those after are not before
        ([((2020, 1), True), ((2020, 3), True), ((2019, 12), False)], "none"),
        # December 2018 is thirteen months before: the year before the last
        ([((2018, 12), True), ((2019, 1), False)], "none"),
    ],
)
def test_work_in_the_year_before_entry_is_counted_in_months(cells, pairs, code) -> None:
    [cell] = cells([{"person_id": "A"}], months=months("A", *pairs))
    assert cell["work_before_code"] == code


def test_the_placebo_is_the_share_of_the_year_before_that(cells) -> None:
    pairs = [
        ((2019, 12), True),
        ((2018, 12), True),
        ((2018, 6), False),
        ((2018, 3), False),
        ((2018, 1), False),
        ((2017, 12), True),
    ]
    [cell] = cells([{"person_id": "A"}], months=months("A", *pairs))
    assert cell["knows_history"]
    assert (cell["earlier_work"], cell["earlier_work_square"]) == (0.25, 0.0625)


def test_work_is_followed_by_quarters_from_entry(cells) -> None:
    pairs = [((2019, 10), True), ((2020, 7), False), ((2021, 1), True)]
    [cell] = cells([{"person_id": "A"}], months=months("A", *pairs))
    assert (cell["seen_before_3m"], cell["employed_before_3m"]) == (1, 1)
    assert (cell["seen_after_6m"], cell["employed_after_6m"]) == (1, 0)
    assert (cell["seen_after_12m"], cell["employed_after_12m"]) == (1, 1)
    assert cell["seen_after_3m"] == 0


@pytest.mark.parametrize(
    ("month", "known", "pay", "paid"),
    [
        (("A", "2021-06-01", True, 1200), True, 1200.0, 1),
        # nobody is asked for a pay that is not there: no work is no pay
        (("A", "2021-06-01", False, None), True, 0.0, 0),
        # a pay that the register lacks is unknown, and so is a month that nobody looked up
        (("A", "2021-06-01", True, None), False, 0.0, 0),
        (("A", "2021-05-01", True, 1200), False, 0.0, 0),
        # one very high pay would show who has it
        (("A", "2021-06-01", True, 90_000), True, 5000.0, 1),
    ],
)
def test_pay_twelve_months_after_is_everybodys(cells, month, known, pay, paid) -> None:
    own = [month, (month[0].replace("A", "B"), *month[1:])]
    before = [(person, "2019-01-01", False, None) for person in "AB"]
    both = sides(cells([{"person_id": "A"}], [{"person_id": "B"}], months=[*own, *before]))
    for cell in both.values():
        found = (cell["knows_earnings"], cell["earnings_12m"], cell["earnings_12m_count"])
        assert found == (known, pay, paid)
        assert cell["earnings_12m_square"] == pay**2
        assert (cell["earnings_12m_count_key"] > 0) is bool(paid)


@pytest.mark.parametrize(
    ("before", "known", "change"),
    [
        (("A", "2019-01-01", True, 900), True, 300.0),
        (("A", "2019-01-01", False, None), True, 1200.0),
        (("A", "2019-01-01", True, None), False, 0.0),
    ],
)
def test_the_change_of_pay_is_known_where_both_pays_are(cells, before, known, change) -> None:
    [cell] = cells([{"person_id": "A"}], months=[before, ("A", "2021-06-01", True, 1200)])
    assert (cell["knows_earnings_change"], cell["earnings_change"]) == (known, change)
    assert cell["earnings_change_square"] == change**2


def test_pay_before_its_day_is_not_due(cells) -> None:
    late = {"person_id": "A", "exit_date": "2023-10-10"}
    [cell] = cells([late], months=[("A", "2024-10-01", True, 1200)])
    assert not cell["mature_12m"]
    assert not cell["knows_earnings"]


def test_work_during_the_course_is_that_of_its_whole_months_looked_up(cells) -> None:
    pairs = [((2020, 1), True), ((2020, 2), True), ((2020, 4), False), ((2020, 6), True)]
    both = sides(
        cells(
            [{"person_id": "A"}],
            [{"person_id": "B"}],
            months=[*months("A", *pairs), *months("B", *pairs)],
        )
    )
    for cell in both.values():  # the months of entry and of leaving are not the course's own
        assert (cell["has_course"], cell["knows_course"]) == (True, True)
        assert (cell["course_work"], cell["course_work_square"]) == (0.5, 0.25)


def test_a_course_without_a_whole_month_has_no_work_during_it(cells) -> None:
    [cell] = cells([{"person_id": "A", "exit_date": "2020-02-20"}], months=[("A", "2020-02-01", 1)])
    assert (cell["has_course"], cell["knows_course"]) == (False, False)
