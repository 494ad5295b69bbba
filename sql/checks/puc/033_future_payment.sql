-- Grain:  one row per edition and record of FN06.
-- Does:   rule 033: no date of FN06 is after the edition.
select edition_date, operation_code, 'FN06' as tracciato, payment_code as record_key,
    amount_eur as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__payments
where payment_date > edition_date
