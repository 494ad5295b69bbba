-- Grain:  one row per region, year and occupation code that a need or a course names there.
-- Does:   find the finest level at which needs and courses compare: of the codes that lie within one
--         another the shortest (`root`); the province only where all of them know theirs.
with

named as (
    select region_code, year_code, occupation_code, province_code from staging.int_needs
    union all
    select region_code, year_code, occupation_code, province_code
    from staging.int_offers
    where occupation_code is not null
),

codes as (
    select region_code, year_code, occupation_code, count(*) - count(province_code) as unplaced
    from named
    group by region_code, year_code, occupation_code
),

rooted as (
    select
        codes.region_code,
        codes.year_code,
        codes.occupation_code,
        codes.unplaced,
        substr(codes.occupation_code, 1, min(length(above.occupation_code))) as root
    from codes
    inner join codes as above
        on codes.region_code = above.region_code
        and codes.year_code = above.year_code
        and codes.occupation_code like above.occupation_code || '%'
    group by codes.region_code, codes.year_code, codes.occupation_code, codes.unplaced
)

select
    region_code,
    year_code,
    occupation_code,
    root,
    sum(unplaced) over (partition by region_code, year_code, root) = 0 as is_provincial
from rooted
