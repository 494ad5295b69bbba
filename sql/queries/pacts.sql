-- Grain:  one row per pact, by region from north to south.
-- Source: marts.pact, marts.need, marts.need_place, marts.region.
select
    p.*,
    coalesce(needs.needs, 0) as needs,
    needs.positions,
    needs.covered_positions,
    places.places,
    coalesce(places.operations, 0) as operations
from marts.pact as p
left join (
    select
        pact_code, count(*) as needs, sum(positions) as positions,
        sum(covered_positions) as covered_positions
    from marts.need
    group by pact_code
) as needs on p.pact_code = needs.pact_code
left join (
    select pact_code, count(distinct operation_code) as operations, sum(places) as places
    from marts.need_place
    group by pact_code
) as places on p.pact_code = places.pact_code
left join marts.region as r on p.region_code = r.region_code
order by r.position, p.pact_name, p.pact_code
