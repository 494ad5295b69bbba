-- Grain:  one row per operation and need it answers, and per operation and occupation (or sector) of
--         its other places.
-- Does:   set the places of courses beside the needs: places put to a need stand where and when the
--         need does; the others in the operation's own region, province (where it has one) and year
--         of start, under the occupations that no need has taken. Only territories and years where
--         some need is on record can be compared.
with

links as (
    select
        l.operation_code, l.places, l.capacity,
        n.need_id, n.pact_id, n.region_code, n.province_code, n.year_code, n.occupation_code,
        n.sector_sep
    from staging.int_need_links as l
    inner join staging.int_needs as n on l.need_id = n.need_id
),

courses as (
    select
        operation_code, occupation_code, sector_sep,
        cast(coalesce(places, 0) as decimal(28, 8)) as places,
        row_number() over (
            partition by operation_code order by occupation_code, sector_sep
        ) as course
    from staging.int_courses
),

-- a link takes the places of the occupations that meet the need's, in proportion
meeting as (
    select
        courses.operation_code, courses.course,
        cast(links.places as double) * cast(courses.places as double) / nullif(
            cast(sum(courses.places) over (
                partition by links.operation_code, links.need_id
            ) as double), 0
        ) as taken
    from links
    inner join courses
        on links.operation_code = courses.operation_code
        and (
            courses.occupation_code like links.occupation_code || '%'
            or links.occupation_code like courses.occupation_code || '%'
        )
),

taken as (
    select operation_code, course, sum(taken) as taken
    from meeting
    group by operation_code, course
),

linked as (
    select operation_code, sum(places) as places
    from links
    group by operation_code
),

remaining as (
    select
        courses.*,
        sum(courses.places) over (partition by courses.operation_code)
        - coalesce(linked.places, 0) as free,
        cast(
            greatest(round(cast(courses.places as double) - coalesce(taken.taken, 0), 8), 0)
            as decimal(28, 8)
        ) as rest
    from courses
    left join taken
        on courses.operation_code = taken.operation_code and courses.course = taken.course
    left join linked on courses.operation_code = linked.operation_code
),

running as (
    select
        *,
        sum(rest) over (partition by operation_code) as all_rest,
        sum(rest) over (
            partition by operation_code order by course
            rows between unbounded preceding and current row
        ) as running
    from remaining
),

free as (
    select
        *,
        cast(
            round(
                cast(free as double) * cast(running as double)
                / nullif(cast(all_rest as double), 0), 8
            )
            - round(
                cast(free as double) * cast(running - rest as double)
                / nullif(cast(all_rest as double), 0), 8
            )
            as decimal(28, 8)
        ) as free_places
    from running
    where all_rest > 0 and rest > 0 and free > 0
),

operations as (
    select
        o.operation_code, o.year_code, places.region_code,
        -- OpenCoesione writes the region's code in front of the province's
        case when length(o.province_codes) = 6 then substr(o.province_codes, 4, 3) end
            as province_code
    from staging.int_operations as o
    inner join staging.int_operation_places as places on o.operation_code = places.operation_code
    where o.slot = 'current'
),

surveyed as (
    select distinct region_code, year_code from staging.int_needs
),

gathered as (
    select
        operation_code, need_id, pact_id, region_code, province_code, year_code, occupation_code,
        sector_sep, places, capacity
    from links
    union all
    select
        free.operation_code, cast(null as varchar) as need_id, cast(null as varchar) as pact_id,
        operations.region_code, operations.province_code, operations.year_code,
        free.occupation_code, free.sector_sep, free.free_places as places,
        cast(free.free + coalesce(linked.places, 0) as decimal(28, 8)) as capacity
    from free
    inner join operations on free.operation_code = operations.operation_code
    inner join surveyed
        on operations.region_code = surveyed.region_code
        and operations.year_code = surveyed.year_code
    left join linked on free.operation_code = linked.operation_code
    where free.free_places > 0
)

select
    cast(
        row_number() over (
            order by operation_code, need_id nulls last, occupation_code, sector_sep
        ) as integer
    ) as offer_id,
    *
from gathered
