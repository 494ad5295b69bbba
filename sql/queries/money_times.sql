-- Grain:  one row: how long some programmes wait between committing and paying.
-- Source: marts.money_month.
-- Does:   means of days weighted by euro; what is paid and not yet certified.
-- Note:   programmes come as one text of codes joined by commas, so that the question never changes.
select
    cast(sum(cast(date_diff('day', date '2000-01-01', month) as double) * paid_eur) as double)
    / nullif(cast(sum(paid_eur) as double), 0)
    - cast(sum(cast(date_diff('day', date '2000-01-01', month) as double) * committed_eur)
        as double) / nullif(cast(sum(committed_eur) as double), 0) as payment_days,
    sum(paid_admitted_eur) - coalesce(sum(certified_eur), 0) as claim_lag_eur
from marts.money_month
where
    slot = 'current' and month is not null
    and list_contains(string_split($programmes, ','), programme_code)
    and ($theme = '' or theme_code = $theme)
