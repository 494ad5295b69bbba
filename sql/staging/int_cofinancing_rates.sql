-- Grain:  one row per programme, fund, category of region and priority axis; axis `all` is their total.
-- Does:   find which part of each euro of public cost the EU pays: planned EU amount over planned
--         total. Of 2021-2027 no plan by axis is known: there the rate that was decided, of the
--         programme, or of regional programmes of its category. Where neither is known the ceiling
--         of the period and category stands in, marked.
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

-- a regional programme has one category, whatever its levels write
placed as (
    select
        asked.programme_code,
        asked.fund_code,
        asked.axis_code,
        asked.category_of_region_code,
        case when asked.category_of_region_code = 'all' and latest.category_of_region is not null
            then latest.category_of_region else asked.category_of_region_code
        end as decided_category_code,
        nullif(trim(latest.region_code), '') is not null as is_regional_2127
    from asked
    left join raw.reference_programmes_2021_2027 as latest on asked.programme_code = latest.cci
    left join planned
        on asked.programme_code = planned.programme_code and asked.fund_code = planned.fund_code
        and asked.category_of_region_code = planned.category_of_region_code
        and asked.axis_code = planned.axis_code
    where planned.programme_code is null
),

decided as (
    select
        nullif(trim(programme_code), '') as programme_code,
        category_of_region as category_of_region_code,
        cast(eu_rate_pct as double) / 100 as eu_rate
    from raw.reference_cofinancing_rates_2021_2027
),

ceilings as (
    select
        period as period_code,
        category_of_region as category_of_region_code,
        cast(ceiling_pct as double) / 100 as eu_rate
    from raw.reference_cofinancing_ceilings
),

without_plan as (
    select
        placed.programme_code,
        placed.fund_code,
        placed.category_of_region_code,
        placed.axis_code,
        coalesce(own.eu_rate, shared.eu_rate, ceilings.eu_rate) as eu_rate,
        coalesce(own.eu_rate, shared.eu_rate) is null as is_ceiling
    from placed
    left join decided as own
        on placed.programme_code = own.programme_code
        and placed.decided_category_code = own.category_of_region_code
    left join decided as shared
        on shared.programme_code is null
        and placed.is_regional_2127
        and placed.decided_category_code = shared.category_of_region_code
    left join ceilings
        on placed.decided_category_code = ceilings.category_of_region_code
        and substr(placed.programme_code, 1, 4) = substr(ceilings.period_code, 1, 4)
)

select programme_code, fund_code, category_of_region_code, axis_code, eu_rate,
    false as is_ceiling
from planned
union all
select programme_code, fund_code, category_of_region_code, axis_code, eu_rate, is_ceiling
from without_plan
where eu_rate is not null
