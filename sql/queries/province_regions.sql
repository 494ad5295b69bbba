-- Grain:  one row per province.
-- Source: marts.province.
select
    province_code,
    region_code
from marts.province
order by position
