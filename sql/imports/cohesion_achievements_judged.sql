-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   keep the common indicators of the ESF and of the YEI in Italy; a multi-fund programme's
--         rows for the ERDF have indicators of their own with the same codes.
select
    *,
    contract_refusal as refusal,
    case
        when upper(ms) <> 'IT' then 'other_member_state'
        when upper(fund) not in ('ESF', 'YEI') then 'other_fund'
        when upper(indicator_type_code) not in ('OESF', 'RESF', 'OYEI', 'RYEI')
            then 'not_a_common_indicator'
    end as out_of_scope_reason,
    false as has_contradiction
from checked
