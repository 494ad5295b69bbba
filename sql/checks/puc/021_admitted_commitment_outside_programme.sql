-- Grain:  one row per edition and record of FN05.
-- Does:   rule 021: the programme of FN05 is an active one of the operation (AP04).
select found.edition_date, found.operation_code, 'FN05' as tracciato, found.commitment_code as record_key,
    found.amount_eur as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__admitted_commitments as found
left join staging.stg_puc__programmes as programmes
    on found.edition_date = programmes.edition_date
    and found.operation_code = programmes.operation_code
    and found.programme_code = programmes.programme_code and programmes.is_active
where programmes.operation_code is null
