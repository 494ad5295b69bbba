-- Grain:  one row per priority axis of a programme.
-- Source: marts.priority_axis.
select * from marts.priority_axis order by programme_code, axis_code
