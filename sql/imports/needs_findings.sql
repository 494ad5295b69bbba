-- Grain:  one row per contradiction of a need that is loaded.
-- Source: doubtful, the records marked by needs_judged.
-- Does:   name the column to mend first, and the value that shows why.
select
    row_number, need_id as subject, 'positions' as column_name,
    cast(positions as varchar) as value, 'excelsior_not_in_tens' as reason
from doubtful
where refusal is null and has_contradiction
