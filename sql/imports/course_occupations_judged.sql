-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   refuse a row that names neither an occupation nor a sector: nothing can be held against it.
select
    *,
    coalesce(
        contract_refusal,
        case
            when occupation_code is null and sector_sep is null then 'neither_occupation_nor_sector'
        end
    ) as refusal,
    false as has_contradiction
from checked
