-- Grain:  one row per edition and payment.
-- Does:   rule 037: recipients (FN08) do not receive more than their payment (FN06).
with

received as (
    select edition_date, operation_code, payment_code, payment_type, payment_date,
        sum(amount_eur) as amount_eur
    from staging.stg_puc__recipients
    group by edition_date, operation_code, payment_code, payment_type, payment_date
)

select received.edition_date, received.operation_code, 'FN08' as tracciato,
    received.payment_code as record_key, received.amount_eur as found_eur,
    paid.amount_eur as expected_eur
from received
inner join staging.stg_puc__payments as paid
    on received.edition_date = paid.edition_date
    and received.operation_code = paid.operation_code
    and received.payment_code = paid.payment_code
    and received.payment_type = paid.payment_type
    and received.payment_date = paid.payment_date
where received.amount_eur > paid.amount_eur
