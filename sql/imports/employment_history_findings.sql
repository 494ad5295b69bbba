-- Grain:  one row per contradiction of a month of work that is loaded.
-- Source: doubtful, the records marked by employment_history_judged.
-- Does:   name the column to mend first, and the value that shows why.
with

loaded as (
    select *, cast(month as varchar) as subject from doubtful where refusal is null
)

select row_number, subject, 'month' as column_name, subject as value,
    'date_after_edition' as reason
from loaded where has_month_after_edition
union all
select row_number, subject, 'contract' as column_name, contract as value,
    'contract_without_employment' as reason
from loaded where has_contract_without_job
union all
select row_number, subject, 'earnings' as column_name, cast(earnings as varchar) as value,
    'earnings_without_employment' as reason
from loaded where has_earnings_without_job
