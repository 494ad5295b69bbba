-- Grain:  one row per combination of the filters' codes that occurs among operations.
-- Source: marts.operation_share.
select distinct
    period_code, fund_code, region_code, managing_authority_code, programme_code, axis_code,
    status_code
from marts.operation_share
where slot = 'current'
