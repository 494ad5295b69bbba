-- Grain:  one row per edition, operation and kind: transfers apart.
-- Does:   rule 052: the net balance of FN06 is never below nought.
select edition_date, operation_code, 'FN06' as tracciato,
    case when is_transfer then 'TR' else '' end as record_key,
    sum(balance_eur) as found_eur, cast(0 as decimal(18, 2)) as expected_eur
from staging.stg_puc__payments
group by edition_date, operation_code, is_transfer
having sum(balance_eur) < 0
