-- Grain:  one row per edition and operation.
-- Does:   rule 028: payments (FN06) do not exceed commitments (FN04).
with

whole as (
    select edition_date, operation_code, sum(signed_eur) as amount_eur
    from staging.stg_puc__commitments
    group by edition_date, operation_code
),

part as (
    select edition_date, operation_code, sum(signed_eur) as amount_eur
    from staging.stg_puc__payments
    group by edition_date, operation_code
)

select part.edition_date, part.operation_code, 'FN06' as tracciato, '' as record_key,
    part.amount_eur as found_eur, whole.amount_eur as expected_eur
from part
inner join whole
    on part.edition_date = whole.edition_date and part.operation_code = whole.operation_code
where part.amount_eur > whole.amount_eur
