-- Grain:  one row per age at entry that a record holds.
-- Does:   put ages into bands, once for participants and for comparison persons: an effect compares
--         like with like.
with

held as (
    select age_at_entry from staging.int_participations
    union
    select age_at_entry from staging.stg_comparisons
)

select
    age_at_entry,
    case
        when age_at_entry < 18 then '0-17'
        when age_at_entry < 25 then '18-24'
        when age_at_entry < 30 then '25-29'
        when age_at_entry < 55 then '30-54'
        else '55+'
    end as age_band_code
from held
where age_at_entry is not null
