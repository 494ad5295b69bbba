-- Grain:  one row per programme, fund, priority axis, objective and category of region.
-- Does:   take the newest plan of each programme and fund, for names, objectives and EU rates.
with

newest as (
    select programme_code, fund_code, max(edition_date) as edition_date
    from staging.int_plans
    group by programme_code, fund_code
)

select plans.*
from staging.int_plans as plans
inner join newest
    on plans.programme_code = newest.programme_code and plans.fund_code = newest.fund_code
    and plans.edition_date = newest.edition_date
