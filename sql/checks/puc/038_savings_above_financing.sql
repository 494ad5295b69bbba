-- Grain:  one row per edition and operation.
-- Does:   rule 038: savings (FN10) do not exceed financing (FN00).
with

saved as (
    select edition_date, operation_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__savings
    group by edition_date, operation_code
),

financed as (
    select edition_date, operation_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__financing
    group by edition_date, operation_code
)

select saved.edition_date, saved.operation_code, 'FN10' as tracciato, '' as record_key,
    saved.amount_eur as found_eur, coalesce(financed.amount_eur, 0) as expected_eur
from saved
left join financed
    on saved.edition_date = financed.edition_date
    and saved.operation_code = financed.operation_code
where saved.amount_eur > coalesce(financed.amount_eur, 0)
