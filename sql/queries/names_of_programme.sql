-- Grain:  one row per programme, the newest period first.
-- Source: marts.programme.
select programme_code as code, programme_name as name
from marts.programme
order by period_code desc, is_national, programme_name, programme_code
