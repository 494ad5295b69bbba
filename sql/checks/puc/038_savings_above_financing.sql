-- Grain:  one row per edition, operation and fund.
-- Does:   rule 038: savings of a fund (FN10) do not exceed the financing of the same fund (FN00).
with

saved as (
    select edition_date, operation_code, source_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__savings
    group by edition_date, operation_code, source_code
),

financed as (
    select edition_date, operation_code, source_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__financing
    group by edition_date, operation_code, source_code
)

select saved.edition_date, saved.operation_code, 'FN10' as tracciato,
    saved.source_code as record_key,
    saved.amount_eur as found_eur, coalesce(financed.amount_eur, 0) as expected_eur
from saved
left join financed
    on saved.edition_date = financed.edition_date
    and saved.operation_code = financed.operation_code
    and saved.source_code = financed.source_code
where saved.amount_eur > coalesce(financed.amount_eur, 0)
