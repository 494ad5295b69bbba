-- Grain:  one row per region, year, territory and occupation at the level of comparison.
-- Does:   set positions against places. What a link says is answered first: of a need, as many
--         positions as places are put to it; the other places of the cell answer what is left of its
--         needs, until the smaller of the two is used up.
with

answers as (
    select need_id, sum(places) as linked
    from staging.int_offers
    where need_id is not null
    group by need_id
),

demand as (
    select
        c.region_code, c.year_code, c.territory_code, c.root,
        bool_and(c.is_provincial) as is_provincial,
        sum(c.positions) as positions,
        sum(least(c.positions, coalesce(answers.linked, 0))) as answered
    from staging.int_need_counts as c
    left join answers on c.need_id = answers.need_id
    group by c.region_code, c.year_code, c.territory_code, c.root
),

supply as (
    select
        offers.region_code, offers.year_code, roots.root,
        case when roots.is_provincial then offers.province_code else offers.region_code end
            as territory_code,
        bool_and(roots.is_provincial) as is_provincial,
        sum(offers.places) as places
    from staging.int_offers as offers
    inner join staging.int_need_roots as roots
        on offers.region_code = roots.region_code
        and offers.year_code = roots.year_code
        and offers.occupation_code = roots.occupation_code
    group by 1, 2, 3, 4
)

select
    coalesce(demand.region_code, supply.region_code) as region_code,
    coalesce(demand.year_code, supply.year_code) as year_code,
    coalesce(demand.territory_code, supply.territory_code) as territory_code,
    coalesce(demand.root, supply.root) as root,
    coalesce(demand.is_provincial, supply.is_provincial) as is_provincial,
    cast(coalesce(demand.positions, 0) as decimal(28, 8)) as positions,
    cast(coalesce(supply.places, 0) as decimal(28, 8)) as places,
    cast(coalesce(demand.answered, 0) as decimal(28, 8)) as answered,
    cast(
        least(coalesce(demand.positions, 0), coalesce(supply.places, 0))
        - coalesce(demand.answered, 0) as decimal(28, 8)
    ) as shared
from demand
full join supply
    on demand.region_code = supply.region_code
    and demand.year_code = supply.year_code
    and demand.territory_code = supply.territory_code
    and demand.root = supply.root
