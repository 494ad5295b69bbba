-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   keep the ESF+ and the JTF of Italy.
select
    *,
    contract_refusal as refusal,
    case
        when upper(ms) <> 'IT' then 'other_member_state'
        when upper(fund) not in ('ESF+', 'JTF') then 'other_fund'
    end as out_of_scope_reason,
    false as has_contradiction
from checked
