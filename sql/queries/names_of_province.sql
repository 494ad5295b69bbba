-- Grain:  one row per province, region by region from north to south.
-- Source: marts.province.
select province_code as code, province_name as name
from marts.province
order by position
