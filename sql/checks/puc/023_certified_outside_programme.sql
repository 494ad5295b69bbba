-- Grain:  one row per edition and record of FN09.
-- Does:   rule 023: the level of FN09 belongs to an active programme of the operation (AP04).
select found.edition_date, found.operation_code, 'FN09' as tracciato,
    found.claim_code as record_key, found.total_eur as found_eur,
    cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__certified as found
left join staging.stg_puc__programmes as programmes
    on found.edition_date = programmes.edition_date
    and found.operation_code = programmes.operation_code
    and upper(split_part(found.level_code, '#', 1)) = programmes.programme_code
    and programmes.is_active
where programmes.operation_code is null
