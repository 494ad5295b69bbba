-- Grain:  one row per region, north to south.
-- Source: marts.region.
select region_code as code, region_name as name
from marts.region
order by position
