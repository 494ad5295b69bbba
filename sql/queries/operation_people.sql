-- Grain:  one row per operation asked for, with participations in the current edition.
-- Source: marts.operation_people.
-- Does:   return the counts of persons and the sums of their keys, for the guard.
select
    operation_code, participations, known_6m, placed_6m, mature_6m, jobless_leavers,
    participations_key, known_6m_key, placed_6m_key, edition_date, is_synthetic
from marts.operation_people
where slot = 'current' and list_contains($codes, operation_code)
order by operation_code
