-- Grain:  one row per course.
-- Source: marts.course.
select course_code as code, course_name as name
from marts.course
order by course_code
