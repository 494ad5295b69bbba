-- Grain:  one row per part of one operation: programme, axis, region and fund.
-- Source: marts.operation_share.
select
    programme_code, axis_code, region_code, fund_code, share, is_estimated, public_funding_eur,
    commitments_eur, payments_eur
from marts.operation_share
where slot = 'current' and operation_code = $code
order by programme_code, axis_code, region_code, fund_code
