"""What must hold of needs, places and money whatever the files say: invariants of the marts."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cruscotto.config import SQL
from cruscotto.warehouse.build import ROUNDS, statements

RAW = (
    "ledger",
    "raw_course_occupations",
    "raw_needs",
    "raw_need_operations",
    "raw_pacts",
    "raw_funding_sources",
)
BUILT = (
    "staging/int_needs",
    "staging/int_courses",
    "staging/int_need_links",
    "staging/int_offers",
    "staging/int_need_rounds",
    "staging/int_need_sides",
    "staging/int_need_matches",
    "staging/int_operation_needs",
    "marts/pact",
    "marts/need",
    "marts/need_place",
    "marts/need_money",
)
OPERATIONS = tuple(f"O{number}" for number in range(5))
REGIONS = ("ITG1", "ITC1")
OCCUPATIONS = ("52", "522", "5221", "5223", "6212", "621")
# Whole tables, so that the marts under test meet what the build gives them.
FRAME = """
    create table staging.stg_reference__regions as
        select 'ITG1' as region_code, 'south' as macro_area_code
        union all select 'ITC1', 'centre_north';
    create table staging.int_operation_places as
        select operation_code, '2014-2020' as period_code, 'FSE' as fund_code, 'A' as
            managing_authority_code, 'P' as programme_code, '1' as axis_code, '08' as theme_code,
            region_code
        from operations;
    create table staging.int_operations as
        select operation_code, 'current' as slot, '2020' as year_code, date '2020-01-15' as
            start_date, province_codes, false as is_synthetic, date '2024-08-31' as edition_date,
            public_funding_eur
        from operations;
    create table marts.operation as
        select operation_code, public_funding_eur, private_funding_eur from operations;
"""

needs = st.lists(
    st.tuples(
        st.sampled_from(REGIONS),
        st.sampled_from((None, None, "1", "2")),
        st.sampled_from(OCCUPATIONS),
        st.sampled_from((None, 10, 23)),
        st.integers(1, 60),
        st.sampled_from(("excelsior", "pact", "firm")),
        st.sampled_from((None, "P1")),
    ),
    min_size=1,
    max_size=8,
)
courses = st.lists(
    st.tuples(
        st.sampled_from(OPERATIONS),
        st.sampled_from((None, "5", *OCCUPATIONS)),
        st.sampled_from((10, 23)),
        st.sampled_from((None, 5, 12, 40)),
    ),
    max_size=10,
    unique_by=lambda row: row[:3],
)
links = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from(OPERATIONS), st.integers(1, 50)),
    max_size=8,
    unique_by=lambda row: row[:2],
)
money = st.lists(
    st.tuples(
        st.sampled_from(OPERATIONS),
        st.sampled_from(("esf", "region", "private")),
        st.integers(0, 10_000_000),
    ),
    max_size=8,
    unique_by=lambda row: row[:2],
)
operations = st.tuples(
    *[
        st.tuples(
            st.sampled_from(REGIONS),
            st.sampled_from(("", "019001", "019002", "019001:::019002")),
            st.sampled_from((None, 0, 100_000, 33_333)),
            st.sampled_from((None, 1_000)),
        )
        for _ in OPERATIONS
    ]
)


@pytest.fixture(scope="module")
def fill() -> Iterator[Callable[..., duckdb.DuckDBPyConnection]]:
    opened: list[duckdb.DuckDBPyConnection] = []

    def filled(found: Any, needs: Any, courses: Any, links: Any, money: Any) -> Any:
        while opened:
            opened.pop().close()
        con = duckdb.connect(config={"threads": 1})
        opened.append(con)
        for name in RAW:
            con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
        con.execute(
            "insert into ledger.file select 'f', 1, 's', 'f', 'f', '', '', date '2024-08-31', "
            "now()::timestamp, 0, 0, 0, 0, 0, false, ''"
        )
        con.execute(
            "create table operations (operation_code varchar, region_code varchar, "
            "province_codes varchar, public_funding_eur decimal(18, 2), "
            "private_funding_eur decimal(18, 2))"
        )
        many = con.executemany
        many(
            "insert into operations values (?, ?, ?, ?, ?)",
            [[code, *row] for code, row in zip(OPERATIONS, found, strict=True)],
        )
        con.execute(FRAME)
        many(
            "insert into raw.needs values ('f', 1, ?, ?, null, ?, ?, ?, ?, 2020, ?, null, ?, '')",
            [
                [f"N{n}", pact, region, place and f"00{place}", code, sector, positions, evidence]
                for n, (region, place, code, sector, positions, evidence, pact) in enumerate(needs)
            ],
        )
        if courses:
            many("insert into raw.course_occupations values ('f', 1, ?, ?, ?, ?)", courses)
        if links:
            many(
                "insert into raw.need_operations values ('f', 1, 'N' || ?, ?, ?)",
                [[str(n), code, places] for n, code, places in links],
            )
        if money:
            many(
                "insert into raw.funding_sources values ('f', 1, ?, ?, cast(? as decimal(18, 2)) "
                "/ 100)",
                money,
            )
        for name in BUILT:
            for sql, bound in statements(*name.split("/"), salt=""):
                con.execute(f"create or replace table {name.replace('/', '.')} as {sql}", bound)
        return con

    yield filled
    while opened:
        opened.pop().close()


whatever_the_files_say = given(operations, needs, courses, links, money)
few = settings(
    max_examples=settings().max_examples // 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def one(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    return con.execute(sql).fetchone() or ()


@few
@whatever_the_files_say
def test_needs_places_and_money_add_up_whatever_the_files_hold(
    fill, found, needs, courses, links, money
):
    con = fill(found, needs, courses, links, money)
    # coverage + unmet = need, of each need and so of all
    assert one(
        con,
        "select count(*) from marts.need where covered_positions + unmet_positions "
        "<> positions or covered_positions < 0 or unmet_positions < 0",
    ) == (0,)
    # each need is there once, and Excelsior never makes a need larger than it says
    assert one(
        con, "select count(*), count(*) filter (where positions > stated_positions) from marts.need"
    ) == (len(needs), 0)
    # each place is useful or beyond the need; useful places and covered positions are one number
    assert one(
        con,
        "select count(*) from marts.need_place where useful_places + surplus_places "
        "<> places or useful_places < 0 or surplus_places < 0",
    ) == (0,)
    useful = one(con, "select coalesce(sum(useful_places), 0) from marts.need_place")
    assert useful == one(con, "select coalesce(sum(covered_positions), 0) from marts.need")
    # places used never exceed capacity
    assert one(
        con,
        "select count(*) from (select operation_code, sum(places) as used, "
        "max(capacity) as capacity from staging.int_offers group by 1) "
        "where used > capacity",
    ) == (0,)
    # money by holder adds up to each operation's cost, and so do the parts by need
    assert one(
        con,
        "select count(*) from (select operation_code, sum(amount_eur) as paid, "
        "sum(total_eur) / 8 as cost from marts.need_money group by 1) "
        "where paid <> cost",
    ) == (0,)
    declared = {code for code, _, _ in money}
    paid = con.execute("select distinct operation_code from marts.need_money").fetchall()
    assert {code for (code,) in paid} == declared


COVERAGE = "select sum(positions), sum(covered_positions) from marts.need"


@few
@given(operations, needs, courses, links, needs.map(lambda found: found[0]))
def test_one_position_more_moves_needs_and_coverage_by_one_at_most(
    fill, found, needs, courses, links, more
) -> None:
    one_more = (needs[0][0], *more[1:4], 1, *more[5:])
    links = [link for link in links if link[0] < len(needs)]  # the new one has none
    before = one(fill(found, needs, courses, links, []), COVERAGE)
    after = one(fill(found, [*needs, one_more], courses, links, []), COVERAGE)
    assert 0 <= after[0] - before[0] <= 1
    assert -1 <= after[1] - before[1] <= 1


def test_one_coarse_need_of_one_position_covers_one_position_at_most(fill) -> None:
    # before: all codes within the coarse one became one cell, and coverage went from 57.5 to 100 %
    place = ("ITG1", "", 100_000, None)
    needs = [
        ("ITG1", None, "5221", None, 20, "pact", "P1"),
        ("ITG1", None, "5223", None, 20, "pact", "P1"),
    ]
    courses = [("O0", "5221", 23, 3), ("O1", "5223", 23, 40)]
    con = fill([place] * 5, needs, courses, [], [])
    assert one(con, COVERAGE) == (40, 23)
    coarse = ("ITG1", None, "52", None, 1, "pact", "P1")
    con = fill([place] * 5, [*needs, coarse], courses, [], [])
    assert one(con, COVERAGE) == (41, 24)
    assert one(con, "select match_level_code from marts.need where positions = 1") == ("2_region",)


def test_a_coarse_need_never_lowers_what_excelsior_counts_elsewhere(fill) -> None:
    # before: one cell netted the entries of one occupation against the needs of another
    place = ("ITG1", "", 100_000, None)
    needs = [
        ("ITG1", None, "5221", None, 10, "excelsior", None),
        ("ITG1", None, "5223", None, 40, "pact", "P1"),
    ]
    assert one(fill([place] * 5, needs, [], [], []), COVERAGE) == (50, 0)
    coarse = ("ITG1", None, "52", None, 1, "pact", "P1")
    assert one(fill([place] * 5, [*needs, coarse], [], [], []), COVERAGE) == (50, 0)


def test_a_need_that_names_its_province_takes_the_places_of_its_province_first(fill) -> None:
    needs = [
        ("ITG1", "1", "5221", None, 10, "pact", "P1"),
        ("ITG1", None, "5221", None, 10, "pact", "P1"),
    ]
    found = [("ITG1", "019001", 0, None), ("ITG1", "019002", 0, None), *[("ITG1", "", 0, None)] * 3]
    con = fill(found, needs, [("O0", "5221", 23, 5), ("O1", "5221", 23, 12)], [], [])
    covered = con.execute("select covered_positions from marts.need order by need_id").fetchall()
    assert covered == [(5,), (10,)]  # of the other province's twelve, two remain
    beyond = one(con, "select sum(surplus_places) from marts.need_place")
    assert beyond == (2,)


def test_every_round_of_matching_is_run(fill) -> None:
    con = fill(
        [("ITG1", "", 0, None)] * 5, [("ITG1", None, "52", None, 1, "pact", None)], [], [], []
    )
    assert (
        one(con, "select count(*), max(round) from staging.int_need_rounds")
        == (ROUNDS["int_need_matches"][1],) * 2
    )


def test_a_capacity_lowered_later_shrinks_all_links_alike(fill) -> None:
    place = ("ITG1", "", 100_000, None)
    con = fill(
        [place] * 5,
        [("ITG1", None, "5221", None, 40, "pact", "P1")] * 2,
        [("O0", "5221", 23, 30)],
        [(0, "O0", 30), (1, "O0", 15)],
        [],
    )
    rows = con.execute("select need_id, places from staging.int_need_links order by 1").fetchall()
    assert rows == [("N0", Decimal(20)), ("N1", Decimal(10))]


def test_a_course_without_an_occupation_answers_what_is_left_of_its_sector(fill) -> None:
    place = ("ITG1", "", 100_000, None)
    con = fill(
        [place] * 5,
        [("ITG1", None, "5221", 23, 40, "pact", None)],
        [("O0", "5221", 23, 12), ("O1", None, 23, 40)],
        [],
        [],
    )
    assert one(con, "select covered_positions, unmet_positions from marts.need") == (40, 0)
    assert con.execute(
        "select match_level_code, useful_places, surplus_places from marts.need_place order by 1"
    ).fetchall() == [("4_region", 12, 0), ("sector", 28, 12)]


def test_places_of_years_without_needs_are_not_compared(fill) -> None:
    place, other = ("ITG1", "", 100_000, None), ("ITC1", "", 100_000, None)
    con = fill(
        [place, other, other, other, other],
        [("ITG1", None, "5221", None, 40, "pact", None)],
        [("O0", "5221", 23, 12), ("O1", "5221", 23, 40)],
        [],
        [],
    )
    assert one(con, "select sum(places) from marts.need_place") == (12,)


def test_synthetic_needs_step_aside_for_published_operations(fill) -> None:
    place = ("ITG1", "", 100_000, None)
    con = fill([place] * 5, [("ITG1", None, "5221", None, 40, "pact", None)], [], [], [])
    con.execute("update ledger.file set is_synthetic = true")
    needs = (SQL / "staging" / "int_needs.sql").read_text("utf-8")
    assert con.execute(f"select count(*) from ({needs})").fetchone() == (0,)
    con.execute("update staging.int_operations set is_synthetic = true")
    assert con.execute(f"select count(*) from ({needs})").fetchone() == (1,)
