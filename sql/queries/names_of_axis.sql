-- Grain:  one row per code of a priority axis.
-- Source: marts.priority_axis.
select axis_code as code, axis_code as name
from marts.priority_axis
group by axis_code
order by axis_code
