-- Grain:  slot, programme, fund, priority axis, objective, category of region and reference date.
-- Source: what authorities reported to the Commission (99js-gm52): total eligible cost.
-- Does:   amounts are cumulative: a row counts in the last report of its year (`is_year_end`) and, in
--         the newest report, without a year (`is_latest`); reports are never added up. The slot
--         `previous` knows no report of the newest day. The plan is that of the report's own day. The
--         region is the programme's; national programmes stand apart.
with

slots as (
    select 'current' as slot, 0 as reports_left_out
    union all
    select 'previous' as slot, 1 as reports_left_out
),

dated as (
    select
        *,
        dense_rank() over (
            partition by programme_code, fund_code order by reference_date desc
        ) as report_rank
    from staging.int_reports
    where edition_rank = 1
),

placed as (
    select
        slots.slot,
        dated.*,
        dense_rank() over (
            partition by slots.slot, dated.programme_code, dated.fund_code
            order by dated.reference_date desc
        ) = 1 as is_latest,
        dense_rank() over (
            partition by slots.slot, dated.programme_code, dated.fund_code,
                year(dated.reference_date)
            order by dated.reference_date desc
        ) = 1 as is_year_end
    from dated
    inner join slots on dated.report_rank > slots.reports_left_out
)

select
    placed.slot,
    coalesce(programmes.period_code, '2014-2020') as period_code,
    placed.fund_code,
    coalesce(programmes.region_code, 'national') as region_code,
    coalesce(regions.macro_area_code, 'national') as macro_area_code,
    coalesce(programmes.managing_authority_code, 'unknown') as managing_authority_code,
    placed.programme_code,
    placed.axis_code,
    placed.theme_code,
    placed.category_of_region_code,
    cast(year(placed.reference_date) as varchar) as year_code,
    placed.reference_date as edition_date,
    placed.file_edition,
    false as is_synthetic,
    placed.is_latest,
    placed.is_year_end,
    cast(placed.planned_eu_eur as decimal(18, 2)) as planned_eu_eur,
    cast(placed.planned_eur as decimal(18, 2)) as planned_eur,
    cast(placed.selected_eur as decimal(18, 2)) as selected_eur,
    cast(placed.declared_eur as decimal(18, 2)) as declared_eur
from placed
left join marts.programme as programmes on placed.programme_code = programmes.programme_code
left join staging.stg_reference__regions as regions
    on programmes.region_code = regions.region_code
