-- Grain:  one row per current operation with something beside its money: participations,
--         persons to compare with, occupations, needs it answers, sources that pay for it.
-- Does:   give an operation one place for its participants: its largest part, ties broken by code.
--         The region is known only when all parts are in one.
with

described as (
    select operation_code from staging.stg_participations
    union
    select operation_code from staging.stg_comparisons
    union
    select operation_code from raw.course_occupations
    union
    select operation_code from raw.need_operations
    union
    select operation_code from raw.funding_sources
),

parts as (
    select shares.*
    from marts.operation_share as shares
    inner join described on shares.operation_code = described.operation_code
    where shares.slot = 'current'
),

ranked as (
    select
        operation_code, period_code, fund_code, managing_authority_code, programme_code, axis_code,
        theme_code,
        row_number() over (
            partition by operation_code
            order by share desc, fund_code desc, programme_code, axis_code, region_code
        ) as place
    from parts
),

regions as (
    select
        operation_code,
        case when count(distinct region_code) = 1 then min(region_code) end as region_code
    from parts
    group by operation_code
)

select
    ranked.operation_code, ranked.period_code, ranked.fund_code, ranked.managing_authority_code,
    ranked.programme_code, ranked.axis_code, ranked.theme_code,
    coalesce(regions.region_code, 'not_regionalised') as region_code
from ranked
inner join regions on ranked.operation_code = regions.operation_code
where ranked.place = 1
