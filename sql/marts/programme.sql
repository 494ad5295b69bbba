-- Grain:  one row per programme, of the reference tables or seen in the operations.
-- Does:   the reference name wins; a programme it does not know keeps its published name.
with

seen as (
    select
        axes.programme_code,
        max(axes.programme_name) as programme_name,
        max(o.period_code) as period_code,
        min(o.programming_body_code) as programming_body_code
    from staging.int_operation_axes as axes
    inner join staging.int_operations as o
        on axes.slot = o.slot and axes.operation_id = o.operation_id
    group by axes.programme_code
)

select
    coalesce(reference.programme_code, seen.programme_code) as programme_code,
    coalesce(reference.programme_name, nullif(seen.programme_name, ''), seen.programme_code)
        as programme_name,
    coalesce(reference.period_code, seen.period_code) as period_code,
    reference.region_code,
    coalesce(reference.managing_authority_code, seen.programming_body_code, 'unknown')
        as managing_authority_code,
    coalesce(reference.is_national, false) as is_national,
    coalesce(reference.is_verified, false) as is_verified
from staging.stg_reference__programmes as reference
full join seen on reference.programme_code = seen.programme_code
