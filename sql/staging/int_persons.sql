-- Grain:  one row per person of the participations in use.
-- Does:   number the persons, so that they are counted as integers and no pseudonym reaches the
--         marts, and give each a secret key: the first eight hexadecimal digits of the MD5 of the
--         warehouse's salt and the pseudonym, as an integer. `salt.record_key` does the same.
with

persons as (
    select distinct person_id
    from staging.int_participations
),

hashed as (
    select
        person_id,
        row_number() over (order by person_id) as person_number,
        md5($salt || person_id) as key_hash
    from persons
)

select
    person_id,
    cast(person_number as integer) as person_number,
    cast(
        (strpos('0123456789abcdef', substr(key_hash, 1, 1)) - 1) * 268435456 +
        (strpos('0123456789abcdef', substr(key_hash, 2, 1)) - 1) * 16777216 +
        (strpos('0123456789abcdef', substr(key_hash, 3, 1)) - 1) * 1048576 +
        (strpos('0123456789abcdef', substr(key_hash, 4, 1)) - 1) * 65536 +
        (strpos('0123456789abcdef', substr(key_hash, 5, 1)) - 1) * 4096 +
        (strpos('0123456789abcdef', substr(key_hash, 6, 1)) - 1) * 256 +
        (strpos('0123456789abcdef', substr(key_hash, 7, 1)) - 1) * 16 +
        (strpos('0123456789abcdef', substr(key_hash, 8, 1)) - 1) * 1
        as bigint
    ) as person_key
from hashed
