-- Grain:  slot and programme of 2021-2027 with ESF+ or JTF; plan and operations in rows apart.
-- Does:   put what is known of a programme's plan beside the ESF+ money of its operations. A rate
--         divides by an exact plan only, and takes the operations of programmes that have one. Each
--         plan stands in its own row with its precision, so that a sum over several shows whether
--         it is exact (`is_estimated`). The region is the programme's; national programmes stand apart.
with

slots as (
    select 'current' as slot
    union all
    select 'previous' as slot
),

loaded as (
    select distinct slot, programme_code
    from marts.operation_share
    where fund_code = 'FSE'
),

planned as (
    select
        slots.slot,
        plans.programme_code,
        false as is_synthetic,
        plans.edition_date,
        plans.precision_code <> 'euro' as is_estimated,
        plans.total_eur as planned_eur,
        plans.eu_eur as planned_eu_eur,
        -- what a rate divides by: exact, and with operations in the warehouse
        case when plans.no_rate_reason is null and loaded.programme_code is not null
            then plans.total_eur end as comparable_eur,
        cast(null as decimal(18, 2)) as commitments_eur,
        cast(null as decimal(18, 2)) as payments_eur
    from staging.int_plans_2127 as plans
    cross join slots
    left join loaded
        on slots.slot = loaded.slot and plans.programme_code = loaded.programme_code
),

money as (
    select
        shares.slot,
        shares.programme_code,
        shares.is_synthetic,
        shares.edition_date,
        false as is_estimated,
        cast(null as decimal(18, 2)) as planned_eur,
        cast(null as decimal(18, 2)) as planned_eu_eur,
        cast(null as decimal(18, 2)) as comparable_eur,
        sum(shares.commitments_eur) as commitments_eur,
        sum(shares.payments_eur) as payments_eur
    from marts.operation_share as shares
    inner join staging.int_plans_2127 as plans
        on shares.programme_code = plans.programme_code and plans.no_rate_reason is null
    where shares.fund_code = 'FSE'
    group by shares.slot, shares.programme_code, shares.is_synthetic, shares.edition_date
),

together as (
    select * from planned
    union all
    select * from money
)

select
    together.slot,
    '2021-2027' as period_code,
    coalesce(nullif(trim(listed.region_code), ''), 'national') as region_code,
    coalesce(regions.macro_area_code, 'national') as macro_area_code,
    listed.category_of_region as category_of_region_code,
    listed.managing_authority_code,
    together.programme_code,
    plans.precision_code,
    together.is_synthetic,
    together.edition_date,
    together.is_estimated,
    cast(together.planned_eur as decimal(18, 2)) as planned_eur,
    cast(together.planned_eu_eur as decimal(18, 2)) as planned_eu_eur,
    cast(together.comparable_eur as decimal(18, 2)) as comparable_eur,
    cast(together.commitments_eur as decimal(18, 2)) as commitments_eur,
    cast(together.payments_eur as decimal(18, 2)) as payments_eur
from together
inner join staging.int_plans_2127 as plans on together.programme_code = plans.programme_code
inner join raw.reference_programmes_2021_2027 as listed on together.programme_code = listed.cci
left join staging.stg_reference__regions as regions on listed.region_code = regions.region_code
