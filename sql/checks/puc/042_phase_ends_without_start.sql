-- Grain:  one row per edition and phase.
-- Does:   rule 042: a phase (PR00) with an actual end has an actual start.
select edition_date, operation_code, 'PR00' as tracciato, phase_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__phases
where actual_end_date is not null and actual_start_date is null
