-- Grain:  one row per edition and record of PR01.
-- Does:   rule 036: no date of PR01 is after the edition.
select edition_date, operation_code, 'PR01' as tracciato, state_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__states
where reference_date > edition_date
