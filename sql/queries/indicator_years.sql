-- Grain:  one row per year with a value of an indicator and series, the newest first.
-- Source: marts.regional_indicator.
select distinct year
from marts.regional_indicator
where indicator_code = $indicator and series = $series and sex = 'T' and value is not null
order by year desc
