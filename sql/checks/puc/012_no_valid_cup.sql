-- Grain:  one row per edition and operation.
-- Does:   rule 012: an operation has a CUP (AP00) of 15 letters and digits.
select edition_date, operation_code, 'AP00' as tracciato, coalesce(cup, '') as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__operations
where not regexp_matches(coalesce(upper(cup), ''), '^[0-9A-Z]{15}$')
