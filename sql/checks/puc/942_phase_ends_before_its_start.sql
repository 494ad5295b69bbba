-- Grain:  one row per edition and phase.
-- Does:   rule 942: a phase (PR00) does not end before it starts.
select edition_date, operation_code, 'PR00' as tracciato, phase_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__phases
where actual_start_date > actual_end_date
