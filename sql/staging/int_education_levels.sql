-- Grain:  one row per level of education at entry (ISCED) that a record holds.
-- Does:   put levels into bands, once for participants and for comparison persons.
with

held as (
    select education_isced from staging.int_participations
    union
    select education_isced from staging.stg_comparisons
)

select
    education_isced,
    case
        when education_isced <= 2 then '0-2'
        when education_isced <= 4 then '3-4'
        else '5-8'
    end as education_code
from held
where education_isced is not null
