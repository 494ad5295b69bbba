-- Grain:  one row per occupation.
-- Source: marts.occupation.
select occupation_code as code, occupation_name as name
from marts.occupation
order by occupation_code
