-- Grain:  one row per edition and operation and level.
-- Does:   rule 051: the net balance of FN05 is never below nought.
select edition_date, operation_code, 'FN05' as tracciato,
    level_code as record_key,
    sum(signed_eur) as found_eur, cast(0 as decimal(18, 2)) as expected_eur
from staging.stg_puc__admitted_commitments
group by edition_date, operation_code, level_code
having sum(signed_eur) < 0
