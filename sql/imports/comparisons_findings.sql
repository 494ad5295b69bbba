-- Grain:  one row per contradiction of a comparison person who is loaded.
-- Source: doubtful, the records marked by comparisons_judged.
-- Does:   name the column to mend first, and the value that shows why.
with

loaded as (
    select *, group_reason as subject from doubtful where refusal is null
)

select row_number, subject, 'entry_date' as column_name, cast(entry_date as varchar) as value,
    'date_after_edition' as reason
from loaded where has_entry_after_edition
union all
select row_number, subject, 'reference_date' as column_name,
    cast(reference_date as varchar) as value, 'date_after_edition' as reason
from loaded where has_reference_after_edition
union all
select row_number, subject, 'status_28d' as column_name, status_28d as value,
    'outcome_before_maturity' as reason
from loaded where has_28d_too_early
union all
select row_number, subject, 'status_6m' as column_name, status_6m as value,
    'outcome_before_maturity' as reason
from loaded where has_6m_too_early
union all
select row_number, subject, 'status_12m' as column_name, status_12m as value,
    'outcome_before_maturity' as reason
from loaded where has_12m_too_early
union all
select row_number, subject, 'age_at_entry' as column_name, cast(age_at_entry as varchar) as value,
    'unusual_age' as reason
from loaded where has_unusual_age
union all
select row_number, subject, 'outcome_source' as column_name,
    coalesce(status_6m, status_28d, status_12m) as value, 'outcome_without_source' as reason
from loaded where has_outcome_without_source
union all
select row_number, subject, 'contract_type_6m' as column_name, contract_type_6m as value,
    'contract_without_employment' as reason
from loaded where has_contract_without_job
