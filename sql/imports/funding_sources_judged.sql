-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects; raw tables of operations.
-- Does:   refuse the money of an operation that was never loaded. Whether the parts meet the
--         operation's total is seen in the marts, where the difference is kept and shown.
with

operations as (
    select distinct trim(COD_LOCALE_PROGETTO) as operation_code from raw.opencoesione_operations
)

select
    checked.*,
    coalesce(
        contract_refusal,
        case
            when operations.operation_code is null
                then 'unknown_operation: ' || checked.operation_code
        end
    ) as refusal,
    false as has_contradiction
from checked
left join operations on checked.operation_code = operations.operation_code
