-- Grain:  one row per period, region, managing authority, programme, axis and indicator with a target.
-- Source: marts.target.
-- Note:   targets alone: what was achieved counts persons, and comes guarded from the indicators.
select
    period_code, region_code, managing_authority_code, programme_code, axis_code,
    indicator_code,
    cast(sum(coalesce(baseline, 0)) as double) as baseline,
    min(milestone_year) as milestone_year,
    cast(sum(milestone) as double) as milestone,
    count(*) - count(milestone) as without_milestone,
    min(target_year) as target_year,
    cast(sum(target) as double) as target,
    count(*) as targets,
    count(*) filter (where is_reported) as reported
from marts.target
where slot = 'current' and sex_code = 'total' and distance is not null
group by
    period_code, region_code, managing_authority_code, programme_code, axis_code,
    indicator_code
order by indicator_code, programme_code, axis_code
