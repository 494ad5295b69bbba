-- Grain:  slot, programme, fund, common indicator, axis, investment priority, category and year.
-- Source: what authorities reported to the Commission (2q3n-nr7n).
-- Does:   values are cumulative: a row counts in its year and, in the last year reported, without a
--         year (`is_latest`). A year without a value is not there, a target stays. An indicator of
--         the YEI's own list has a code of its own (`YEI-CR06`), for it is another question than the
--         ESF's indicator of that number. Columns of parts are null where a row is no part. A result
--         that an authority did not report is unknown, not a failure: its share counts those who
--         entered where their result of that year is reported, in the same axis and priority.
with

ranked as (
    select
        published.*,
        files.edition_date as file_edition,
        dense_rank() over (
            partition by published.cci order by files.edition_date desc, files.import_sequence desc
        ) as edition_rank
    from raw.cohesion_achievements as published
    inner join ledger.file as files on published.file_id = files.file_id
),

named as (
    select
        cci as programme_code,
        case when upper(fund) = 'YEI' then 'IOG' else 'FSE' end as fund_code,
        case when substr(upper(indicator_type_code), 2) = 'YEI' then 'YEI' else 'ESF' end
            as family_code,
        case when substr(upper(indicator_type_code), 2) = 'YEI' then 'YEI-' else '' end || ind_code
            as indicator_code,
        priority_code as axis_code,
        case
            when "to" in ('08', '09', '10', '11', '13') then "to"
            when "to" = 'MULTI' then 'multi'
            else 'TA'
        end as theme_code,
        investment_priority as investment_priority_code,
        coalesce(category_of_region, 'none') as category_of_region_code,
        "year" as reported_year,
        target_value,
        implemented_value,
        file_edition,
        max(case when implemented_value is not null then "year" end) over (partition by cci)
            as last_year
    from ranked
    where edition_rank = 1
),

slots as (
    select 'current' as slot, 0 as years_left_out
    union all
    select 'previous' as slot, 1 as years_left_out
),

placed as (
    select
        slots.slot,
        named.*,
        named.reported_year = named.last_year - slots.years_left_out as is_latest,
        -- what the parts of a share add up; the targets of the same axis stand in every year
        named.implemented_value is not null and named.indicator_code in ('CO01', 'CO03', 'CO05')
            as is_participation,
        named.implemented_value is not null and named.indicator_code in ('CO01', 'CO03')
            as is_not_employed,
        max(case when named.indicator_code = 'CR04' and named.implemented_value is not null then 1 end)
            over (partition by 
                slots.slot, named.programme_code, named.fund_code, named.axis_code,
                named.investment_priority_code, named.category_of_region_code,
                named.reported_year
            ) = 1 as has_leaving_result,
        max(case when named.indicator_code = 'CR06' and named.implemented_value is not null then 1 end)
            over (partition by 
                slots.slot, named.programme_code, named.fund_code, named.axis_code,
                named.investment_priority_code, named.category_of_region_code,
                named.reported_year
            ) = 1 as has_six_months_result
    from named
    inner join slots on named.reported_year <= named.last_year - slots.years_left_out
)

select
    placed.slot,
    coalesce(programmes.period_code, '2014-2020') as period_code,
    placed.fund_code,
    placed.family_code,
    coalesce(programmes.region_code, 'national') as region_code,
    coalesce(regions.macro_area_code, 'national') as macro_area_code,
    coalesce(programmes.managing_authority_code, 'unknown') as managing_authority_code,
    placed.programme_code,
    placed.axis_code,
    placed.theme_code,
    placed.investment_priority_code,
    placed.category_of_region_code,
    placed.indicator_code,
    cast(placed.reported_year as varchar) as year_code,
    make_date(placed.reported_year, 12, 31) as edition_date,
    placed.file_edition,
    false as is_synthetic,
    placed.is_latest,
    true as is_year_end,
    -- counts of persons and bodies; what samples estimate may come with decimals
    cast(round(placed.implemented_value) as bigint) as reported_value,
    cast(placed.target_value as decimal(18, 2)) as target_value,
    -- a share of a target needs both
    cast(case when placed.target_value > 0 then round(placed.implemented_value) end as bigint)
        as targeted_value,
    cast(case when placed.target_value > 0 and placed.implemented_value is not null
        then placed.target_value end as decimal(18, 2)) as reached_target_value,
    cast(case when placed.is_participation then round(placed.implemented_value) end as bigint)
        as participations,
    cast(case when placed.is_not_employed then round(placed.implemented_value) end as bigint)
        as not_employed,
    cast(case when placed.is_not_employed and placed.has_leaving_result
        then round(placed.implemented_value) end as bigint) as not_employed_with_leaving_result,
    cast(case when placed.is_not_employed and placed.has_six_months_result
        then round(placed.implemented_value) end as bigint) as not_employed_with_six_months_result,
    cast(case when placed.indicator_code = 'CR04' then round(placed.implemented_value) end
        as bigint) as employed_on_leaving,
    cast(case when placed.indicator_code = 'CR06' then round(placed.implemented_value) end
        as bigint) as employed_after_six_months
from placed
left join marts.programme as programmes on placed.programme_code = programmes.programme_code
left join staging.stg_reference__regions as regions
    on programmes.region_code = regions.region_code
