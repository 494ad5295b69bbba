-- Grain:  one row per pact, north to south.
-- Source: marts.pact, marts.region.
select p.pact_code as code, p.pact_name as name
from marts.pact as p
left join marts.region as r on p.region_code = r.region_code
order by r.position nulls last, p.pact_name, p.pact_code
