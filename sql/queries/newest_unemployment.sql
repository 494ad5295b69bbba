-- Grain:  one row per region, in the newest year up to `until` that has an unemployment rate.
-- Source: marts.regional_indicator.
with

known as (
    select region_code, year, series, value, edition
    from marts.regional_indicator
    where indicator_code = 'unemployment_rate_15_74' and sex = 'T' and value is not null
        and year <= $until
),

newest as (
    select year, min(series) as series
    from known
    where year = (select max(year) from known)
    group by year
)

select known.region_code, known.year, known.series, known.value, known.edition
from known
inner join newest on known.year = newest.year and known.series = newest.series
order by known.region_code
