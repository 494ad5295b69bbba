-- Grain:  one row per programme and axis: its money.
-- Source: marts.money_month.
-- Note:   programmes come as one text of codes joined by commas, so that the question never changes.
select
    programme_code,
    axis_code,
    sum(selected_eur) as selected_eur,
    sum(committed_eur) as committed_eur,
    sum(paid_eur) as paid_eur,
    sum(paid_admitted_eur) as paid_admitted_eur,
    sum(certified_eur) as certified_eur,
    bool_or(is_synthetic) as is_synthetic,
    max(edition_date) as edition_date
from marts.money_month
where
    slot = 'current'
    and list_contains(string_split($programmes, ','), programme_code)
    and ($theme = '' or theme_code = $theme)
group by programme_code, axis_code
order by programme_code, axis_code
