-- Grain:  one row per slot, common indicator, programme axis, region, sex and year.
-- Source: marts.participation, counted in staging.int_indicator_cells.
-- Does:   sum the cells of a year: of entry for outputs, of exit for results.
select
    slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
    category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
    sex_code,
    indicator_code,
    year_code,
    cast(sum(persons) as bigint) as participations,
    cast(sum(persons_key) as bigint) as participations_key
from staging.int_indicator_cells
where scope = 'year'
group by
    slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
    category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
    sex_code, indicator_code, year_code
