-- Grain:  one row per programme, fund, priority axis and category of region.
-- Source: raw.reference_planned_budget, European Commission, edition of 11 April 2019.
-- Does:   rename and type; the fund codes become ours (ESF is FSE, YEI is IOG).
select
    cci as programme_code,
    case when fund = 'YEI' then 'IOG' else 'FSE' end as fund_code,
    priority_axis as axis_code,
    regexp_replace(upper(priority_axis), '^0+', '', 'g') as axis_key,
    case when thematic_objective in ('08', '09', '10', '11') then thematic_objective else 'TA' end
        as theme_code,
    category_of_region,
    cast(eu_amount_eur as decimal(18, 2)) as eu_amount_eur,
    cast(total_amount_eur as decimal(18, 2)) as planned_budget_eur
from raw.reference_planned_budget
