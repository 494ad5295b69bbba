-- Grain:  one row per person of the participations in use.
-- Does:   number the persons, so that they are counted as integers and no pseudonym reaches the
--         marts, and give each a secret key: the first eight hexadecimal digits of the MD5 of the
--         warehouse's salt and the pseudonym, as an integer. `salt.record_key` does the same.
with

persons as (
    select distinct person_id
    from staging.int_participations
),

numbered as (
    select person_id, row_number() over (order by person_id) as person_number
    from persons
)

select
    person_id,
    cast(person_number as integer) as person_number,
    cast('0x' || substr(md5($salt || person_id), 1, 8) as bigint) as person_key
from numbered
