-- Grain:  one row per edition, operation and kind: transfers apart.
-- Does:   rule 019: payments (FN06) need commitments (FN04).
with

paid as (
    select edition_date, operation_code, is_transfer, sum(balance_eur) as amount_eur
    from staging.stg_puc__payments
    group by edition_date, operation_code, is_transfer
),

committed as (
    select edition_date, operation_code, is_transfer, sum(balance_eur) as amount_eur
    from staging.stg_puc__commitments
    group by edition_date, operation_code, is_transfer
)

select paid.edition_date, paid.operation_code, 'FN06' as tracciato,
    case when paid.is_transfer then 'TR' else '' end as record_key,
    paid.amount_eur as found_eur, cast(null as decimal(18, 2)) as expected_eur
from paid
left join committed
    on paid.edition_date = committed.edition_date and paid.operation_code = committed.operation_code
    and paid.is_transfer = committed.is_transfer
where paid.amount_eur > 0 and coalesce(committed.amount_eur, 0) <= 0
