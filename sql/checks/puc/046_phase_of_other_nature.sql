-- Grain:  one row per edition and phase.
-- Does:   rule 046: a phase (PR00) is of the nature of its operation: both begin with its number.
select phases.edition_date, phases.operation_code, 'PR00' as tracciato,
    phases.phase_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__phases as phases
inner join staging.stg_puc__operations as operations
    on phases.edition_date = operations.edition_date
    and phases.operation_code = operations.operation_code
where regexp_matches(operations.operation_type, '^[0-9]{2}[.]')
    and substr(phases.phase_code, 1, 2) <> substr(operations.operation_type, 1, 2)
