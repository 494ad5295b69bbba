-- Grain:  one row per slot, common indicator, programme axis, region, sex and year.
-- Source: marts.participation, counted in staging.int_indicator_cells and int_indicator_waiting.
-- Does:   sum the cells of a year: of entry for outputs, of exit for results; beside a result, how many
--         of its group still wait for theirs. Who is still in the operation has no year of exit: there
--         a result is not zero, it is not due.
with

counted as (
    select
        slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
        category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
        sex_code, indicator_code, year_code,
        sum(persons) as participations,
        sum(persons_key) as participations_key,
        0 as waiting
    from staging.int_indicator_cells
    where scope = 'year'
    group by
        slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
        category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
        sex_code, indicator_code, year_code
),

-- who waits stands in a cell that is there already: it counts them with nothing achieved
gathered as (
    select * from counted
    union all
    select
        slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
        category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
        sex_code, indicator_code, year_code,
        0 as participations, 0 as participations_key, waiting
    from staging.int_indicator_waiting
)

select
    slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
    category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
    sex_code,
    indicator_code,
    year_code,
    cast(sum(participations) as bigint) as participations,
    cast(sum(participations_key) as bigint) as participations_key,
    cast(sum(waiting) as bigint) as waiting
from gathered
group by
    slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
    category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
    sex_code, indicator_code, year_code
