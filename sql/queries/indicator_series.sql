-- Grain:  one row per indicator of context and series.
-- Source: marts.regional_indicator.
select
    indicator_code,
    series,
    max(edition) as edition,
    min(year) as first_year,
    max(year) as last_year
from marts.regional_indicator
where sex = 'T' and value is not null
group by indicator_code, series
order by indicator_code, last_year desc, series
