-- Grain:  one row per region and year with a number of resident unemployed.
-- Source: marts.regional_indicator, indicator unemployed_persons_15_74 (thousands), if imported.
-- Does:   turn thousands into persons; of several series the newest edition serves.
with

ranked as (
    select
        region_code,
        year,
        value,
        row_number() over (
            partition by region_code, year order by edition desc, series
        ) as choice
    from marts.regional_indicator
    where indicator_code = 'unemployed_persons_15_74' and sex = 'T' and value is not null
)

select
    region_code as reference_region_code,
    cast(year as varchar) as reference_year_code,
    cast(round(value * 1000) as bigint) as reference_unemployed
from ranked
where choice = 1
