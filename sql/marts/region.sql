-- Grain:  one row per area, 21 in all, north to south.
select
    region_code,
    region_name,
    macro_area_code,
    category_2014_2020,
    position
from staging.stg_reference__regions
