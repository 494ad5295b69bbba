-- Grain:  one row per target with a reported value and month in which records count for it.
-- Source: marts.target; marts.participation, counted in staging.int_indicator_cells.
-- Does:   show the pace behind a reported value. A result counts once all who left in a month could be
--         known: a month after exit, or six where the result is of the sixth month. Persons behind
--         a row may be few: it is never shown, only projected.
with

dated as (
    select
        programme_code,
        axis_code,
        category_of_region_code,
        indicator_code,
        case
            when indicator_code in ('CR06', 'CR07', 'CR08', 'CR09', 'EECR05', 'EECR06')
                then month + interval 6 month
            when indicator_code like '%CR%' then month + interval 1 month
            else month
        end as month,
        persons
    from staging.int_indicator_cells
    where slot = 'current' and scope <> 'year' and month is not null and persons > 0
)

select
    targets.programme_code,
    targets.axis_code,
    targets.indicator_code,
    targets.category_of_region_code,
    cast(dated.month as date) as month,
    cast(sum(dated.persons) as bigint) as persons
from marts.target as targets
inner join dated
    on targets.programme_code = dated.programme_code
    and targets.indicator_code = dated.indicator_code
    and targets.axis_code in (dated.axis_code, 'all')
    and targets.category_of_region_code in (dated.category_of_region_code, 'all')
where targets.slot = 'current' and targets.is_reported and targets.sex_code = 'total'
group by 1, 2, 3, 4, 5
order by programme_code, axis_code, indicator_code, category_of_region_code, month
