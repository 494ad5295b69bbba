-- Grain:  one row per target that an authority reports on.
-- Source: marts.target.
-- Note:   of all programmes: what is hidden of them is decided together.
select
    programme_code, axis_code, indicator_code, category_of_region_code, period_code,
    milestone_year, milestone, target_year, target, achieved, edition_date, is_synthetic
from marts.target
where slot = 'current' and sex_code = 'total' and is_reported
order by programme_code, axis_code, indicator_code, category_of_region_code
