-- Grain:  one row per province, 107 in all.
-- Source: raw.reference_provinces, exactly as carried in data/reference.
-- Does:   rename; the code of a province is that of NUTS 3 (2021), Istat's three digits stay beside.
select
    nuts3 as province_code,
    name as province_name,
    sign as province_sign,
    nuts2 as region_code,
    province_code as istat_code
from raw.reference_provinces
