-- Grain:  one row per edition and operation.
-- Does:   rule 005: an operation has its financing (FN00).
select o.edition_date, o.operation_code, 'FN00' as tracciato, '' as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__operations as o
left join staging.stg_puc__financing as f
    on o.edition_date = f.edition_date and o.operation_code = f.operation_code
where f.operation_code is null
