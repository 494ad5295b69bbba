-- Grain:  one row per contradiction of a row that is loaded.
-- Source: doubtful, the records marked by payment_claims_judged.
select row_number, programme as subject, 'date' as column_name, cast(date as varchar) as value,
    'date_after_edition' as reason
from doubtful
where refusal is null and has_contradiction
