-- Grain:  one row per region, year and sector with courses that name a sector and no occupation.
-- Does:   let those places answer what is left uncovered of the sector's needs: the level of
--         comparison is the sector, the coarsest.
with

supply as (
    select region_code, year_code, sector_sep, sum(places) as places
    from staging.int_offers
    where occupation_code is null
    group by region_code, year_code, sector_sep
),

demand as (
    select region_code, year_code, sector_sep, sum(positions - covered) as open
    from staging.int_need_covered
    where sector_sep is not null
    group by region_code, year_code, sector_sep
)

select
    supply.region_code,
    supply.year_code,
    supply.sector_sep,
    cast(supply.places as decimal(28, 8)) as places,
    cast(coalesce(demand.open, 0) as decimal(28, 8)) as open,
    cast(least(supply.places, coalesce(demand.open, 0)) as decimal(28, 8)) as covered
from supply
left join demand
    on supply.region_code = demand.region_code
    and supply.year_code = demand.year_code
    and supply.sector_sep = demand.sector_sep
