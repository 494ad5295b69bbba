-- Grain:  one row per province, regions from north to south.
select
    provinces.province_code,
    provinces.province_name,
    provinces.province_sign,
    provinces.region_code,
    cast(row_number() over (order by regions.position, provinces.istat_code) as integer) as position
from staging.stg_reference__provinces as provinces
inner join staging.stg_reference__regions as regions
    on provinces.region_code = regions.region_code
