-- Grain:  one row per programme code of a file that nothing else knows.
-- Source: programmes_delivered, the raw table of the file; the reference tables; programmes_seen,
--         those of the operations of the last build.
-- Does:   count the loaded rows of each such code.
with

known as (
    select upper(cci) as programme_code from raw.reference_programmes
    union all
    select upper(cci) as programme_code from raw.reference_programmes_2021_2027
    union all
    select upper(programme_code) as programme_code from programmes_seen
),

loaded as (
    select upper(programme) as programme_code
    from programmes_delivered
    where file_id = $file_id and programme is not null
)

select loaded.programme_code, count(*) as rows
from loaded
anti join known on loaded.programme_code = known.programme_code
group by loaded.programme_code
