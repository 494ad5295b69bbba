-- Grain:  one row per edition and record of FN06.
-- Does:   rule 026: each record of FN06 covers what of it is admitted (FN07).
with

admitted as (
    select edition_date, operation_code, payment_code, payment_type, payment_date,
        sum(amount_eur) as amount_eur
    from staging.stg_puc__admitted_payments
    group by edition_date, operation_code, payment_code, payment_type, payment_date
)

select whole.edition_date, whole.operation_code, 'FN07' as tracciato,
    whole.payment_code as record_key, admitted.amount_eur as found_eur,
    whole.amount_eur as expected_eur
from staging.stg_puc__payments as whole
inner join admitted
    on whole.edition_date = admitted.edition_date
    and whole.operation_code = admitted.operation_code
    and whole.payment_code = admitted.payment_code
    and whole.payment_type = admitted.payment_type
    and whole.payment_date = admitted.payment_date
where admitted.amount_eur > whole.amount_eur
