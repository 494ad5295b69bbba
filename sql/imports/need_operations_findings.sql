-- Grain:  one row per contradiction of a link that is loaded.
-- Source: doubtful, the records marked by need_operations_judged.
-- Does:   name the column to mend first, and the value that shows why.
select
    row_number, operation_code as subject, 'places' as column_name,
    cast(places as varchar) as value, 'capacity_unknown' as reason
from doubtful
where refusal is null and has_no_capacity
union all
select
    row_number, operation_code as subject, 'need_id' as column_name,
    need_occupation as value, 'course_prepares_for_others' as reason
from doubtful
where refusal is null and teaches_other
