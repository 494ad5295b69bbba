"""Programmes compared on what they reported: against sums made apart, silence and zero apart."""

import pytest

from cruscotto.kpi.analysis.reported_comparison import compare_reported
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.reported import REPORTED_EMPLOYED_6M_SHARE
from cruscotto.warehouse import reader

ABRUZZO, SCUOLA, RICERCA = "2014IT05SFOP009", "2014IT05M2OP001", "2014IT16M2OP005"
# Outcomes and entrants of each programme and priority, of the axes and categories that report both,
# straight from the rows.
CELLS = """
    with reporting as (
        select programme_code as place, investment_priority_code as priority,
            sum(case when indicator_code = 'CR06' then reported_value end) as met,
            sum(case when indicator_code in ('CO01', 'CO03') then reported_value end) as entered
        from marts.reported_indicator
        where slot = 'current' and year_code = '2020'
        group by place, priority, axis_code, category_of_region_code
        having met is not null
    ),
    summed as (
        select place, priority, sum(met) as met, sum(entered) as entered
        from reporting group by place, priority having sum(entered) > 0
    ),
    shares as (
        select priority, sum(met) / sum(entered) as share from summed group by priority
    )
    select place, sum(met), sum(entered), sum(entered * share)
    from summed join shares using (priority) group by place order by place
"""


@pytest.fixture(scope="module")
def con(official):
    # pages of the same process share this connection: it stays open
    return reader(official)


@pytest.fixture(scope="module")
def found(con):
    return compare_reported(con, REPORTED_EMPLOYED_6M_SHARE, "programme", Selection())


def test_what_was_observed_and_expected_are_sums_of_the_reported_rows(con, found):
    rows = [(r.code, r.observed, r.known, round(r.expected, 6)) for r in found.fair.rows]
    assert rows == [(p, o, n, round(e, 6)) for p, o, n, e in con.execute(CELLS).fetchall()]
    assert sum(row.observed for row in found.fair.rows) == 1_274_392


def test_a_result_that_nobody_reported_is_no_failure_and_a_reported_zero_is_zero(found):
    judged = {row.code: row for row in found.fair.rows}
    assert SCUOLA in found.silent
    assert SCUOLA not in judged
    assert (judged[RICERCA].observed, RICERCA in found.silent) == (0, False)


def test_limits_hold_the_differences_that_are_usual(found):
    different = [row.code for row in found.fair.rows if row.is_different]
    assert found.fair.extra.factor > 10  # with chance alone nearly everybody would be outside
    assert ABRUZZO in different
    assert len(different) < 5


def test_regions_stand_beside_the_unemployment_of_the_year_of_the_report(con):
    found = compare_reported(con, REPORTED_EMPLOYED_6M_SHARE, "region", Selection())
    beside = {row.code: row.labour for row in found.fair.rows}
    assert found.fair.unemployment_year == 2020
    assert beside["ITG1"].unemployment > beside["ITC4"].unemployment
    assert beside["national"] is None


def test_a_share_that_one_place_alone_reports_compares_nothing(con):
    alone = Selection.of(programme=[ABRUZZO])
    assert compare_reported(con, REPORTED_EMPLOYED_6M_SHARE, "programme", alone) is None
