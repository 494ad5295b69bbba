-- Grain:  one row per edition slot (current, previous) and operation.
-- Does:   name the one provider of an operation: that of its courses, where they name one and the
--         same; otherwise the body that carries it out. Of several nobody answers alone.
with

taught as (
    select
        operation_code,
        case when min(provider_code) = max(provider_code) then min(provider_code) else 'unknown' end
            as provider_code
    from staging.int_taught_courses
    where provider_code is not null
    group by operation_code
)

select
    o.slot,
    o.operation_code,
    coalesce(taught.provider_code, o.provider_code) as provider_code
from staging.int_operations as o
left join taught on o.operation_code = taught.operation_code
