-- Grain:  one row per programme, fund, category of region and priority axis; axis `all` is their total.
-- Does:   find which part of each euro of public cost the EU pays: planned EU amount over planned
--         total. Where no plan is known the ceiling of the period and category stands in, marked.
with

plan as (
    select
        programme_code,
        fund_code,
        case category_of_region_code when 'none' then 'all' else category_of_region_code end
            as category_of_region_code,
        axis_code,
        eu_amount_eur,
        planned_budget_eur
    from staging.int_newest_plan
),

planned_lines as (
    select programme_code, fund_code, category_of_region_code, axis_code, eu_amount_eur,
        planned_budget_eur
    from plan
    union all
    select programme_code, fund_code, category_of_region_code, 'all' as axis_code, eu_amount_eur,
        planned_budget_eur
    from plan
),

planned as (
    select
        programme_code,
        fund_code,
        category_of_region_code,
        axis_code,
        cast(sum(eu_amount_eur) as double) / nullif(cast(sum(planned_budget_eur) as double), 0)
            as eu_rate
    from planned_lines
    group by programme_code, fund_code, category_of_region_code, axis_code
),

asked as (
    select programme_code, coalesce(fund_code, 'FSE') as fund_code, category_of_region_code,
        axis_code
    from staging.int_puc_levels
    union
    select programme_code, fund_code, category_of_region_code, 'all' as axis_code
    from staging.int_certification
    where source = 'commitment_tranches'
),

ceilings as (
    select
        period as period_code,
        category_of_region as category_of_region_code,
        cast(ceiling_pct as double) / 100 as eu_rate
    from raw.reference_cofinancing_ceilings
)

select programme_code, fund_code, category_of_region_code, axis_code, eu_rate,
    false as is_ceiling
from planned
union all
select asked.programme_code, asked.fund_code, asked.category_of_region_code, asked.axis_code,
    ceilings.eu_rate, true as is_ceiling
from asked
inner join ceilings
    on asked.category_of_region_code = ceilings.category_of_region_code
    and substr(asked.programme_code, 1, 4) = substr(ceilings.period_code, 1, 4)
left join planned
    on asked.programme_code = planned.programme_code and asked.fund_code = planned.fund_code
    and asked.category_of_region_code = planned.category_of_region_code
    and asked.axis_code = planned.axis_code
where planned.programme_code is null
