-- Grain:  one row per operation that a provider carries out, or delivers a course of.
-- Source: marts.operation_share, marts.course.
select operation_code
from marts.operation_share
where slot = 'current' and provider_code = $provider
union
select operation_code
from marts.course
where provider_code = $provider
order by operation_code
