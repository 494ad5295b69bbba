-- Grain:  one row per slot, result indicator, programme axis, region, sex and year of exit with
--         somebody whose result is not due yet.
-- Source: marts.participation.
-- Does:   count, for each result, the participations of its group that are still in the operation or
--         left too recently: what they will add is not known, and zero of them is not a result. Those
--         still in the operation stand under the year 'unknown'.
with

results as (
    select 'CR01' as indicator_code, 'exit' as horizon, 'inactive' as counted_group
    union all select 'CR02', 'exit', 'not_studying'
    union all select 'CR03', 'left', 'everybody'
    union all select 'CR04', 'exit', 'jobless'
    union all select 'CR05', 'exit', 'disadvantaged'
    union all select 'CR06', '6m', 'jobless'
    union all select 'CR07', '6m', 'employed'
    union all select 'CR08', '6m', 'older'
    union all select 'CR09', '6m', 'disadvantaged_jobless'
    union all select 'EECR01', 'exit', 'inactive'
    union all select 'EECR02', 'exit', 'not_studying'
    union all select 'EECR03', 'left', 'everybody'
    union all select 'EECR04', 'exit', 'jobless'
    union all select 'EECR05', '6m', 'jobless'
    union all select 'EECR06', '6m', 'employed'
),

people as (
    select
        *,
        coalesce(entry_status_code in (
            'unemployed', 'long_term_unemployed', 'inactive', 'inactive_in_education'
        ), false) as is_jobless,
        coalesce(migrant, false) or coalesce(minority, false) or coalesce(disability, false)
        or coalesce(other_disadvantage, false) as is_disadvantaged
    from marts.participation
    where leavers = 0 or not has_matured_6m
)

select
    people.slot, people.is_synthetic, people.edition_date, people.period_code, people.fund_code,
    people.region_code, people.macro_area_code, people.category_of_region_code,
    people.managing_authority_code, people.programme_code, people.axis_code, people.theme_code,
    people.sex_code,
    results.indicator_code,
    people.exit_year_code as year_code,
    cast(count(*) as bigint) as waiting
from people
cross join results
where
    substr(results.indicator_code, 1, 1)
    = case people.period_code when '2014-2020' then 'C' when '2021-2027' then 'E' end
    and case results.horizon
        when 'left' then people.leavers = 0
        when 'exit' then people.leavers = 0 or not people.has_matured_28d
        else true
    end
    and case results.counted_group
        when 'inactive' then people.entry_status_code in ('inactive', 'inactive_in_education')
        when 'not_studying' then people.entry_status_code <> 'inactive_in_education'
        when 'jobless' then people.is_jobless
        when 'disadvantaged' then people.is_disadvantaged
        when 'employed' then people.entry_status_code = 'employed'
        when 'older' then people.age_at_entry > 54 and people.is_jobless
            and people.entry_status_code <> 'inactive_in_education'
        when 'disadvantaged_jobless' then people.is_disadvantaged and people.is_jobless
        else true
    end
group by
    people.slot, people.is_synthetic, people.edition_date, people.period_code, people.fund_code,
    people.region_code, people.macro_area_code, people.category_of_region_code,
    people.managing_authority_code, people.programme_code, people.axis_code, people.theme_code,
    people.sex_code, results.indicator_code, people.exit_year_code
