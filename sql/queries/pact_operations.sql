-- Grain:  one row per operation linked to one pact.
-- Source: marts.need_place, marts.operation.
select
    places.operation_code,
    any_value(o.title) as title,
    any_value(o.start_date) as start_date,
    any_value(o.status_code) as status_code,
    sum(places.places) as places,
    sum(places.useful_places) as useful_places
from marts.need_place as places
left join marts.operation as o on places.operation_code = o.operation_code
where places.pact_code = $pact
group by places.operation_code
order by start_date nulls last, places.operation_code
