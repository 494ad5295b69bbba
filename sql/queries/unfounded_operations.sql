-- Grain:  one row per operation with places that answer no need, the 100 with most places.
-- Source: marts.need_place, marts.operation.
-- Note:   only where needs are on record.
select
    places.operation_code,
    any_value(o.title) as title,
    any_value(places.region_code) as region_code,
    any_value(places.sector_sep_code) as sector_sep_code,
    any_value(places.year_code) as year_code,
    sum(places.places) as places,
    sum(places.surplus_places) as surplus_places,
    sum(places.funding_eur) as funding_eur
from marts.need_place as places
left join marts.operation as o on places.operation_code = o.operation_code
where
    places.need_id is null
    and ($region = '' or places.region_code = $region)
    and ($year = '' or places.year_code = $year)
group by places.operation_code
order by places desc, places.operation_code
limit 100
