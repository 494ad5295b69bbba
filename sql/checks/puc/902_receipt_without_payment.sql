-- Grain:  one row per edition and receipt of FN11.
-- Does:   rule 902: a receipt (FN11) has its payment (FN06).
select receipts.edition_date, receipts.operation_code, 'FN11' as tracciato,
    receipts.payment_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__receipts as receipts
left join staging.stg_puc__payments as payments
    on receipts.edition_date = payments.edition_date
    and receipts.operation_code = payments.operation_code
    and receipts.payment_code = payments.payment_code
    and receipts.payment_type = payments.payment_type
    and receipts.payment_date = payments.payment_date
where payments.operation_code is null
