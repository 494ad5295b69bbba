-- Grain:  one row per edition and record of FN07.
-- Does:   rule 022: the programme of FN07 is an active one of the operation (AP04).
select found.edition_date, found.operation_code, 'FN07' as tracciato, found.payment_code as record_key,
    found.amount_eur as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__admitted_payments as found
left join staging.stg_puc__programmes as programmes
    on found.edition_date = programmes.edition_date
    and found.operation_code = programmes.operation_code
    and found.programme_code = programmes.programme_code and programmes.is_active
where programmes.operation_code is null
