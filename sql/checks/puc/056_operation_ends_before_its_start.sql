-- Grain:  one row per edition and operation.
-- Does:   rule 056: an operation (AP00) does not end before it starts.
select edition_date, operation_code, 'AP00' as tracciato, '' as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__operations
where start_date > actual_end_date
