-- Grain:  one row per edition and phase.
-- Does:   rule 041: a phase (PR00) does not end while an earlier one has not begun.
select later.edition_date, later.operation_code, 'PR00' as tracciato,
    later.phase_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__phases as later
inner join staging.stg_puc__phases as earlier
    on later.edition_date = earlier.edition_date and later.operation_code = earlier.operation_code
    and substr(later.phase_code, 1, 2) = substr(earlier.phase_code, 1, 2)
    and earlier.phase_code < later.phase_code
where later.actual_end_date is not null
    and earlier.actual_start_date is null and earlier.actual_end_date is null
group by later.edition_date, later.operation_code, later.phase_code
