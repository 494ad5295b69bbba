-- Grain:  one row per region, of one indicator, series and year.
-- Source: marts.regional_indicator.
select region_code, value, flag, edition
from marts.regional_indicator
where indicator_code = $indicator and series = $series and year = $year and sex = 'T'
