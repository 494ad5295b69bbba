-- Grain:  one row per month with money of some programmes.
-- Source: marts.money_month.
-- Note:   programmes come as one text of codes joined by commas, so that the question never changes.
select
    month,
    sum(selected_eur) as selected_eur,
    sum(committed_eur) as committed_eur,
    sum(paid_eur) as paid_eur,
    sum(paid_admitted_eur) as paid_admitted_eur,
    sum(certified_eur) as certified_eur,
    bool_or(is_synthetic) as is_synthetic,
    max(edition_date) as edition_date
from marts.money_month
where
    slot = 'current' and month is not null
    and list_contains(string_split($programmes, ','), programme_code)
    and ($theme = '' or theme_code = $theme)
group by month
order by month
