-- Grain:  one row per contradiction of a row that was loaded.
-- Source: doubtful, the judged rows that have one.
select
    row_number,
    operation_code as subject,
    'end_date' as column_name,
    cast(end_date as varchar) as value,
    'end_before_start' as reason
from doubtful
where refusal is null and has_contradiction
