-- Grain:  one row per edition, operation and kind: transfers apart.
-- Does:   rule 028: payments (FN06) do not exceed commitments (FN04).
with

whole as (
    select edition_date, operation_code, is_transfer, sum(balance_eur) as amount_eur
    from staging.stg_puc__commitments
    group by edition_date, operation_code, is_transfer
),

part as (
    select edition_date, operation_code, is_transfer, sum(balance_eur) as amount_eur
    from staging.stg_puc__payments
    group by edition_date, operation_code, is_transfer
)

select part.edition_date, part.operation_code, 'FN06' as tracciato,
    case when part.is_transfer then 'TR' else '' end as record_key,
    part.amount_eur as found_eur, whole.amount_eur as expected_eur
from part
inner join whole
    on part.edition_date = whole.edition_date and part.operation_code = whole.operation_code
    and part.is_transfer = whole.is_transfer
where part.amount_eur > whole.amount_eur
