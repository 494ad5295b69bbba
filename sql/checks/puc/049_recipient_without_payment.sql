-- Grain:  one row per edition and record of FN08.
-- Does:   rule 049: a record of FN08 has its parent in FN06.
select part.edition_date, part.operation_code, 'FN08' as tracciato,
    part.payment_code as record_key, part.amount_eur as found_eur,
    cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__recipients as part
left join staging.stg_puc__payments as whole
    on part.edition_date = whole.edition_date and part.operation_code = whole.operation_code
    and part.payment_code = whole.payment_code and part.payment_type = whole.payment_type
    and part.payment_date = whole.payment_date
where whole.operation_code is null
