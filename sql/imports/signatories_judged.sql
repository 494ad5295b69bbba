-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects; raw.pacts.
-- Does:   refuse the signatory of a pact that was never loaded.
with

known as (
    select distinct pact_id from raw.pacts
)

select
    checked.*,
    coalesce(
        contract_refusal,
        case when known.pact_id is null then 'unknown_pact: ' || checked.pact_id end
    ) as refusal,
    false as has_contradiction
from checked
left join known on checked.pact_id = known.pact_id
