-- Grain:  one row per dated plan of a programme.
-- Source: marts.programme_plan.
select
    edition_date,
    sum(planned_budget_eur) as planned_eur,
    sum(eu_amount_eur) as eu_eur,
    sum(case when category_of_region_code = 'react_eu' then planned_budget_eur end) as react_eur
from marts.programme_plan
where programme_code = $programme
group by edition_date
order by edition_date
