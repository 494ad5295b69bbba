-- Grain:  slot, programme, priority axis, objective and fund; plan and operations in rows apart.
-- Does:   put a programme's plan beside the money of its operations, on the same programmes and
--         funds only: an operation of a programme whose plan is not known is left out, so that a
--         rate never divides unlike things (its row stays, with empty amounts: missing, not zero).
--         The plan is the one in force on the day of the slot's operations; without operations,
--         or before the first plan, the newest or the first. The region is the programme's.
with

slots as (
    select 'current' as slot
    union all
    select 'previous' as slot
),

days as (
    select slot, max(edition_date) as day
    from marts.operation_share
    group by slot
),

in_force as (
    select
        slots.slot,
        plans.programme_code,
        plans.fund_code,
        coalesce(
            max(case when plans.edition_date <= coalesce(days.day, cast('9999-12-31' as date))
                then plans.edition_date end),
            min(plans.edition_date)
        ) as edition_date
    from staging.int_plans as plans
    cross join slots
    left join days on slots.slot = days.slot
    group by slots.slot, plans.programme_code, plans.fund_code
),

plan as (
    select
        in_force.slot,
        planned.edition_date,
        planned.programme_code,
        planned.fund_code,
        planned.axis_code,
        planned.theme_code,
        sum(planned.planned_budget_eur) as planned_budget_eur
    from staging.int_plans as planned
    inner join in_force
        on planned.programme_code = in_force.programme_code
        and planned.fund_code = in_force.fund_code
        and planned.edition_date = in_force.edition_date
    group by in_force.slot, planned.edition_date, planned.programme_code, planned.fund_code,
        planned.axis_code, planned.theme_code
),

known as (
    select distinct programme_code, fund_code
    from staging.int_newest_plan
),

money as (
    select
        shares.slot,
        shares.programme_code,
        shares.fund_code,
        shares.axis_code,
        shares.theme_code,
        shares.is_synthetic,
        shares.edition_date,
        -- without a plan there is nothing to compare: the amounts stay out, the row marks it
        sum(case when known.fund_code is not null then shares.public_funding_eur end)
            as public_funding_eur,
        sum(case when known.fund_code is not null then shares.commitments_eur end)
            as commitments_eur,
        sum(case when known.fund_code is not null then shares.payments_eur end) as payments_eur
    from marts.operation_share as shares
    left join known
        on shares.programme_code = known.programme_code and shares.fund_code = known.fund_code
    group by shares.slot, shares.programme_code, shares.fund_code, shares.axis_code,
        shares.theme_code, shares.is_synthetic, shares.edition_date
),

loaded as (
    select distinct slot, programme_code, fund_code
    from money
),

together as (
    select
        slot, programme_code, fund_code, axis_code, theme_code,
        false as is_synthetic,
        edition_date,
        planned_budget_eur,
        cast(null as decimal(18, 2)) as public_funding_eur,
        cast(null as decimal(18, 2)) as commitments_eur,
        cast(null as decimal(18, 2)) as payments_eur
    from plan
    union all
    select
        slot, programme_code, fund_code, axis_code, theme_code, is_synthetic, edition_date,
        cast(null as decimal(18, 2)) as planned_budget_eur,
        public_funding_eur, commitments_eur, payments_eur
    from money
)

select
    together.slot,
    programmes.period_code,
    together.fund_code,
    coalesce(programmes.region_code, 'not_regionalised') as region_code,
    coalesce(regions.macro_area_code, 'not_regionalised') as macro_area_code,
    programmes.managing_authority_code,
    together.programme_code,
    together.axis_code,
    together.theme_code,
    together.is_synthetic,
    together.edition_date,
    cast(together.planned_budget_eur as decimal(18, 2)) as planned_budget_eur,
    -- what a rate divides by: the plan of programmes whose operations are in the warehouse
    cast(
        case when loaded.programme_code is not null then together.planned_budget_eur end
        as decimal(18, 2)
    ) as comparable_budget_eur,
    cast(together.public_funding_eur as decimal(18, 2)) as public_funding_eur,
    cast(together.commitments_eur as decimal(18, 2)) as commitments_eur,
    cast(together.payments_eur as decimal(18, 2)) as payments_eur
from together
inner join marts.programme as programmes
    on together.programme_code = programmes.programme_code
left join loaded
    on together.slot = loaded.slot and together.programme_code = loaded.programme_code
    and together.fund_code = loaded.fund_code
left join staging.stg_reference__regions as regions
    on programmes.region_code = regions.region_code
