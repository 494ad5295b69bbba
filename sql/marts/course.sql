-- Grain:  one row per course of an operation.
-- Source: staging.int_taught_courses.
-- Does:   describe the courses that figures are split by.
select
    course_code,
    operation_code,
    course_id,
    coalesce(title, course_code) as course_name,
    coalesce(provider_code, 'unknown') as provider_code,
    occupation_code,
    hours,
    places,
    start_date,
    end_date
from staging.int_taught_courses
