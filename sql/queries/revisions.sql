-- Grain:  one row per programme, fund and reference date that the newest edition reports otherwise.
-- Source: marts.reported_revision.
select *
from marts.reported_revision
order by reference_date desc, programme_code, fund_code
