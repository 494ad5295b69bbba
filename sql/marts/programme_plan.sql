-- Grain:  one row per plan edition, programme, fund, axis, objective and category of region.
-- Does:   a programme's plans over time, so that a change is seen; rates take the one in force.
select
    plans.edition_date,
    plans.dataset,
    coalesce(programmes.period_code, '2014-2020') as period_code,
    plans.programme_code,
    plans.fund_code,
    plans.axis_code,
    plans.theme_code,
    plans.category_of_region_code,
    plans.eu_amount_eur,
    plans.planned_budget_eur
from staging.int_plans as plans
left join marts.programme as programmes on plans.programme_code = programmes.programme_code
