-- Grain:  one row per occupation code that the reference, a need or a course names.
-- Does:   give each code the title of the classification, or that of the nearest code above it.
with

codes as (
    select code as occupation_code from raw.reference_occupations
    union
    select occupation_code from staging.int_needs
    union
    select occupation_code from staging.int_courses where occupation_code is not null
),

named as (
    select
        codes.occupation_code,
        titles.name,
        row_number() over (
            partition by codes.occupation_code order by length(titles.code) desc
        ) as choice
    from codes
    left join raw.reference_occupations as titles
        on codes.occupation_code like titles.code || '%'
)

select occupation_code, coalesce(name, occupation_code) as occupation_name
from named
where choice = 1
