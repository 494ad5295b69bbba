-- Grain:  slot, programme, fund, category of region, priority axis, objective and month.
-- Source: the exchange files (PUC): FN01, FN04-FN07, FN09; the plan of the Commission for the rates.
-- Does:   the stages of money over time. A month of nothing is the row of amounts without a date:
--         the admitted cost (FN01). The EU share of certified expenditure is the axis's planned
--         co-financing rate on the public cost; where no plan is known, the period's ceiling, marked.
--         Of months of an accounting year at the full rate it is that rate (years begin on 1 July).
with

placed as (
    select
        money.slot,
        coalesce(levels.programme_code, slots.programme_code, 'unknown') as programme_code,
        coalesce(levels.fund_code, funds.fund_code, 'FSE') as fund_code,
        coalesce(levels.category_of_region_code, 'unknown') as category_of_region_code,
        coalesce(levels.axis_code, 'unknown') as axis_code,
        coalesce(levels.theme_code, 'unknown') as theme_code,
        money.month,
        money.edition_date,
        substr(money.operation_code, 1, 5) = 'SINT-' as is_synthetic,
        money.stage,
        money.amount_eur,
        money.admitted_eur,
        money.public_eur
    from staging.int_puc_money as money
    inner join staging.int_puc_slots as slots
        on money.slot = slots.slot and money.operation_code = slots.operation_code
    left join staging.int_puc_levels as levels on money.level_code = levels.level_code
    left join staging.int_puc_operation_funds as funds
        on money.edition_date = funds.edition_date and money.operation_code = funds.operation_code
),

summed as (
    select
        slot, programme_code, fund_code, category_of_region_code, axis_code, theme_code, month,
        is_synthetic,
        max(edition_date) as edition_date,
        sum(case when stage = 'selected' then amount_eur end) as selected_eur,
        sum(case when stage = 'committed' then amount_eur end) as committed_eur,
        sum(case when stage = 'committed' then admitted_eur end) as committed_admitted_eur,
        sum(case when stage = 'paid' then amount_eur end) as paid_eur,
        sum(case when stage = 'paid' then admitted_eur end) as paid_admitted_eur,
        sum(case when stage = 'certified' then amount_eur end) as certified_eur,
        sum(case when stage = 'certified' then public_eur end) as certified_public_eur
    from placed
    group by slot, programme_code, fund_code, category_of_region_code, axis_code, theme_code,
        month, is_synthetic
)

select
    summed.slot,
    programmes.period_code,
    summed.fund_code,
    coalesce(programmes.region_code, 'not_regionalised') as region_code,
    coalesce(regions.macro_area_code, 'not_regionalised') as macro_area_code,
    coalesce(programmes.managing_authority_code, 'unknown') as managing_authority_code,
    summed.programme_code,
    summed.category_of_region_code,
    summed.axis_code,
    summed.theme_code,
    summed.month,
    summed.is_synthetic,
    summed.edition_date,
    cast(summed.selected_eur as decimal(18, 2)) as selected_eur,
    cast(summed.committed_eur as decimal(18, 2)) as committed_eur,
    cast(summed.committed_admitted_eur as decimal(18, 2)) as committed_admitted_eur,
    cast(summed.paid_eur as decimal(18, 2)) as paid_eur,
    cast(summed.paid_admitted_eur as decimal(18, 2)) as paid_admitted_eur,
    cast(summed.certified_eur as decimal(18, 2)) as certified_eur,
    cast(summed.certified_public_eur as decimal(18, 2)) as certified_public_eur,
    cast(
        round(
            cast(summed.certified_public_eur as double)
            * coalesce(cast(whole.eu_rate_pct as double) / 100, rates.eu_rate),
            2
        ) as decimal(18, 2)
    ) as certified_eu_eur
from summed
left join marts.programme as programmes on summed.programme_code = programmes.programme_code
left join staging.stg_reference__regions as regions
    on programmes.region_code = regions.region_code
left join staging.int_cofinancing_rates as rates
    on summed.programme_code = rates.programme_code
    and summed.fund_code = rates.fund_code
    and summed.category_of_region_code = rates.category_of_region_code
    and rates.axis_code = summed.axis_code
left join raw.reference_full_rate_years as whole
    on substr(summed.programme_code, 1, 4) = substr(whole.period, 1, 4)
    and summed.month between cast(whole.first_day as date) and cast(whole.last_day as date)
order by summed.slot, summed.programme_code, summed.axis_code, summed.month
