-- Grain:  one row per edition and recovery.
-- Does:   rule 903: what is repaid and what cannot be recovered are not more than what is due (FN12).
select edition_date, operation_code, 'FN12' as tracciato, recovery_code as record_key,
    cast(coalesce(repaid_eur, 0) + coalesce(lost_eur, 0) as decimal(18, 2)) as found_eur,
    cast(due_eur as decimal(18, 2)) as expected_eur
from staging.stg_puc__recoveries
where coalesce(repaid_eur, 0) + coalesce(lost_eur, 0) > due_eur
