-- Grain:  one row per priority axis of one programme.
-- Source: marts.priority_axis.
select axis_code as code, coalesce(axis_name, axis_code) as name
from marts.priority_axis
where programme_code = $programme
order by axis_code
