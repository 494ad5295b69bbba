-- Grain:  one row per operation that answers a need or states what it prepares for.
-- Does:   give an operation one pact, occupation and sector for its participants: those of the need
--         with most of its places, or of the occupation it mostly prepares for.
with

found as (
    select
        offers.operation_code,
        coalesce(offers.pact_id, 'none') as pact_code,
        'yes' as need_founded_code,
        offers.occupation_code,
        offers.sector_sep,
        offers.places,
        1 as position,
        offers.need_id as name
    from staging.int_offers as offers
    where offers.need_id is not null
    union all
    select
        courses.operation_code, 'none', 'no', courses.occupation_code, courses.sector_sep,
        coalesce(courses.places, 0), 2, coalesce(courses.occupation_code, '')
    from staging.int_courses as courses
),

ranked as (
    select
        *,
        row_number() over (
            partition by operation_code order by position, places desc, name
        ) as choice
    from found
)

select
    operation_code,
    pact_code,
    need_founded_code,
    coalesce(occupation_code, 'unknown') as occupation_code,
    coalesce(cast(sector_sep as varchar), 'unknown') as sector_sep_code
from ranked
where choice = 1
