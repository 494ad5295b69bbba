-- Grain:  one row per operation and occupation (or sector) that it prepares for.
-- Does:   take the newest edition that carries an operation, the later delivery of two.
with

listed as (
    select
        c.operation_code, c.occupation_code, c.sector_sep, c.places,
        files.edition_date,
        dense_rank() over (
            partition by c.operation_code
            order by files.edition_date desc, files.import_sequence desc
        ) as choice
    from raw.course_occupations as c
    inner join ledger.file as files on c.file_id = files.file_id
)

select operation_code, occupation_code, sector_sep, places, edition_date
from listed
where choice = 1
