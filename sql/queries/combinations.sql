-- Grain:  one row per combination of the filters' codes that occurs among operations or reports.
-- Source: marts.operation_share, marts.reported_money.
select distinct
    period_code, fund_code, region_code, managing_authority_code, programme_code, axis_code,
    status_code
from marts.operation_share
where slot = 'current'
union
select distinct
    period_code, fund_code, region_code, managing_authority_code, programme_code, axis_code,
    'unknown' as status_code
from marts.reported_money
where slot = 'current' and is_latest
