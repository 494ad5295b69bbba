-- Grain:  one row per edition and record of FN05.
-- Does:   rule 047: a record of FN05 has its parent in FN04.
select part.edition_date, part.operation_code, 'FN05' as tracciato,
    part.commitment_code as record_key, part.amount_eur as found_eur,
    cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__admitted_commitments as part
left join staging.stg_puc__commitments as whole
    on part.edition_date = whole.edition_date and part.operation_code = whole.operation_code
    and part.commitment_code = whole.commitment_code and part.commitment_type = whole.commitment_type
    and part.commitment_date = whole.commitment_date
where whole.operation_code is null
