-- Grain:  one row per edition and operation.
-- Does:   rule 052: the net balance of FN06 is never below nought.
select edition_date, operation_code, 'FN06' as tracciato,
    '' as record_key,
    sum(signed_eur) as found_eur, cast(0 as decimal(18, 2)) as expected_eur
from staging.stg_puc__payments
group by edition_date, operation_code
having sum(signed_eur) < 0
