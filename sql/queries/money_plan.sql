-- Grain:  one row per programme with a plan: what is planned.
-- Source: marts.programme_money.
-- Note:   programmes come as one text of codes joined by commas, so that the question never changes.
select
    programme_code,
    sum(planned_budget_eur) as planned_eur
from marts.programme_money
where
    slot = 'current' and planned_budget_eur is not null
    and list_contains(string_split($programmes, ','), programme_code)
    and ($theme = '' or theme_code = $theme)
group by programme_code
