-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   refuse a pact whose validity ends before it begins; mark one that is signed without a day.
select
    *,
    coalesce(
        contract_refusal,
        case
            when valid_to < valid_from then
                'validity_ends_before_it_begins: '
                || cast(valid_from as varchar) || ' > ' || cast(valid_to as varchar)
        end
    ) as refusal,
    coalesce(
        phase in ('signed', 'active', 'concluded') and signed_on is null and signed_on_text is null,
        false
    ) as has_contradiction
from checked
