-- Grain:  one row per edition, operation, level and kind: transfers apart.
-- Does:   rule 053: the net balance of FN07 is never below nought.
select edition_date, operation_code, 'FN07' as tracciato,
    level_code as record_key,
    sum(balance_eur) as found_eur, cast(0 as decimal(18, 2)) as expected_eur
from staging.stg_puc__admitted_payments
group by edition_date, operation_code, level_code, is_transfer
having sum(balance_eur) < 0
