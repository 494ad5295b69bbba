-- Grain:  one row per edition and record of FN07.
-- Does:   rule 035: no date of FN07 is after the edition.
select edition_date, operation_code, 'FN07' as tracciato, payment_code as record_key,
    amount_eur as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__admitted_payments
where admission_date > edition_date
