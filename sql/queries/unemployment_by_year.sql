-- Grain:  one row per region and year with an unemployment rate.
-- Source: marts.regional_indicator; of several series of a year the first by name.
select region_code, year, value
from (
    select
        region_code,
        year,
        value,
        row_number() over (partition by region_code, year order by series) as place
    from marts.regional_indicator
    where indicator_code = 'unemployment_rate_15_74' and sex = 'T' and value is not null
) as known
where place = 1
order by region_code, year
