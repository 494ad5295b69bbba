"""Questions of the screens that are not indicators: indicators of context, completeness, ledger."""

from cruscotto.ui.state.money_queries import MONEY_QUERIES
from cruscotto.ui.state.need_queries import QUERIES as NEED_QUERIES

REGIONS = "select * from marts.region order by position"
PROGRAMMES = "select * from marts.programme order by programme_code"
AXES = "select * from marts.priority_axis order by programme_code, axis_code"
INDICATOR_SERIES = """
    select
        indicator_code,
        series,
        max(edition) as edition,
        min(year) as first_year,
        max(year) as last_year
    from marts.regional_indicator
    where sex = 'T' and value is not null
    group by indicator_code, series
    order by indicator_code, last_year desc, series
"""
INDICATOR_YEARS = """
    select distinct year
    from marts.regional_indicator
    where indicator_code = $indicator and series = $series and sex = 'T' and value is not null
    order by year desc
"""
INDICATOR_VALUES = """
    select region_code, value, flag, edition
    from marts.regional_indicator
    where indicator_code = $indicator and series = $series and year = $year and sex = 'T'
"""
COMBINATIONS = """
    select distinct
        period_code, fund_code, region_code, managing_authority_code, programme_code, axis_code,
        status_code
    from marts.operation_share
    where slot = 'current'
"""
# Promises alone: what was achieved counts persons, and comes guarded from the indicators.
TARGETS = """
    select
        period_code, region_code, managing_authority_code, programme_code, axis_code,
        indicator_code,
        cast(sum(coalesce(baseline, 0)) as double) as baseline,
        min(milestone_year) as milestone_year,
        cast(sum(milestone) as double) as milestone,
        count(*) - count(milestone) as without_milestone,
        min(target_year) as target_year,
        cast(sum(target) as double) as target,
        count(*) as targets,
        count(*) filter (where is_reported) as reported
    from marts.target
    where slot = 'current' and sex_code = 'total' and distance is not null
    group by
        period_code, region_code, managing_authority_code, programme_code, axis_code,
        indicator_code
    order by indicator_code, programme_code, axis_code
"""
FILES = "select * from ledger.file order by import_sequence desc"
OUT_OF_SCOPE = """
    select f.file_name, f.edition_date, o.reason, o.rows
    from ledger.out_of_scope as o
    inner join ledger.file as f on o.file_id = f.file_id
    order by f.import_sequence, o.reason
"""
REFUSED_COUNT = "select count(*) as rows from ledger.refused_row"
FIELD_ISSUES_BY_COLUMN = """
    select
        f.source, i.column_name, i.reason, count(*) as rows,
        count(distinct i.operation_code) as operations
    from ledger.field_issue as i
    inner join ledger.file as f on i.file_id = f.file_id
    group by f.source, i.column_name, i.reason
    order by rows desc, i.column_name, i.reason
"""
REFUSED_BY_REASON = """
    select f.source, r.reason, count(*) as rows
    from ledger.refused_row as r
    inner join ledger.file as f on r.file_id = f.file_id
    group by f.source, r.reason
    order by rows desc, r.reason
"""
# Fields an authority is expected to fill, in the order of the list of operations.
COMPLETENESS_FIELDS = (
    "cup",
    "title",
    "summary",
    "start_date",
    "planned_end_date",
    "actual_end_date",
    "public_funding_eur",
    "commitments_eur",
    "payments_eur",
    "beneficiary_name",
    "implementing_body_name",
    "call_name",
    "cup_nature",
    "cup_sector",
    "province_names",
    "municipality_names",
)
# An operation still open has no actual end: that field is judged on concluded operations alone.
_CONCLUDED = "filter (where status_code = 'concluded') "
_FILLED = ",\n        ".join(
    f"count({field}) {_CONCLUDED if field == 'actual_end_date' else ''}as {field}"
    for field in COMPLETENESS_FIELDS
)
COMPLETENESS = f"""
    select
        managing_authority_code,
        count(*) as operations,
        count(*) filter (where status_code = 'concluded') as concluded,
        {_FILLED}
    from marts.operation
    group by managing_authority_code
    order by managing_authority_code
"""

QUERIES: dict[str, str] = (
    MONEY_QUERIES
    | NEED_QUERIES
    | {
        "regions": REGIONS,
        "programmes": PROGRAMMES,
        "axes": AXES,
        "indicator_series": INDICATOR_SERIES,
        "indicator_years": INDICATOR_YEARS,
        "indicator_values": INDICATOR_VALUES,
        "combinations": COMBINATIONS,
        "targets": TARGETS,
        "files": FILES,
        "out_of_scope": OUT_OF_SCOPE,
        "refused_count": REFUSED_COUNT,
        "field_issues_by_column": FIELD_ISSUES_BY_COLUMN,
        "refused_by_reason": REFUSED_BY_REASON,
        "completeness": COMPLETENESS,
    }
)
