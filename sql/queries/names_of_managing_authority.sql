-- Grain:  one row per managing authority, north to south.
-- Source: marts.managing_authority, marts.region.
select a.managing_authority_code as code, a.managing_authority_name as name
from marts.managing_authority as a
left join marts.region as r on a.region_code = r.region_code
order by r.position nulls last, a.managing_authority_name, code
