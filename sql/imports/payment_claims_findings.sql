-- Grain:  one row per contradiction of a row that is loaded.
-- Source: doubtful, the records marked by payment_claims_judged.
with

loaded as (
    select *, programme as subject from doubtful where refusal is null
)

select row_number, subject, 'date' as column_name, cast(date as varchar) as value,
    'date_after_edition' as reason
from loaded where is_after_edition
union all
select row_number, subject, 'eu_amount_eur' as column_name, cast(eu_amount_eur as varchar) as value,
    'claim_of_whole_beside_parts' as reason
from loaded where is_whole_beside_parts
union all
select row_number, subject, 'claim' as column_name, claim as value,
    'claim_number_of_another' as reason
from loaded where has_number_of_another
