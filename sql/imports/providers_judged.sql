-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   no rule of its own: what the contract refuses is refused.
select
    *,
    contract_refusal as refusal,
    false as has_contradiction
from checked
