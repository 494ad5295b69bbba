-- Grain:  one row per contradiction of a target that is loaded.
-- Source: doubtful, the records marked by targets_judged.
-- Does:   name the column to mend first, and the value that shows why.
with

loaded as (
    select *, programme as subject from doubtful where refusal is null
)

select row_number, subject, 'milestone_year' as column_name,
    cast(milestone_year as varchar) || ' >= ' || cast(target_year as varchar) as value,
    'milestone_not_before_target' as reason
from loaded where has_late_milestone
union all
select row_number, subject, 'indicator' as column_name, indicator as value,
    'indicator_of_other_period' as reason
from loaded where has_other_period
union all
select row_number, subject, 'target_year' as column_name, cast(target as varchar) as value,
    'value_without_year' as reason
from loaded where has_target_without_year
union all
select row_number, subject, 'milestone_year' as column_name, cast(milestone as varchar) as value,
    'value_without_year' as reason
from loaded where has_milestone_without_year
