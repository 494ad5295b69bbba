-- Grain:  one row per contradiction of a tranche that is loaded.
-- Source: doubtful, the records marked by commitment_tranches_judged.
with

loaded as (
    select *, programme as subject from doubtful where refusal is null
)

select row_number, subject, 'reserve_eur' as column_name,
    cast(reserve_eur as varchar) || ' > ' || cast(eu_amount_eur as varchar) as value,
    'reserve_above_commitment' as reason
from loaded where has_large_reserve
