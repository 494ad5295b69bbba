-- Grain:  one row per contradiction of a pact that is loaded.
-- Source: doubtful, the records marked by pacts_judged.
-- Does:   name the column to mend first, and the value that shows why.
select
    row_number, pact_id as subject, 'signed_on' as column_name, phase as value,
    'signed_without_day' as reason
from doubtful
where refusal is null and has_contradiction
