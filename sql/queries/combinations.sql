-- Grain:  one row per combination of the filters' codes that occurs among operations, reports or plans.
-- Source: marts.operation_share, marts.reported_money, marts.plan_2127.
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
union
select distinct
    period_code, 'FSE' as fund_code, region_code, managing_authority_code, programme_code,
    'all' as axis_code, 'unknown' as status_code
from marts.plan_2127
where slot = 'current'
    and exists (select 1 from marts.reported_money)
