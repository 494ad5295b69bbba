-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   refuse a count of persons that is no whole number; mark a year after its edition. Such a
--         row is loaded and reported.
select
    *,
    coalesce(
        contract_refusal,
        case
            when figure not in ('payments_eur', 'commitments_eur', 'certified_eur')
                and (amount < 0 or amount <> floor(amount))
                then 'not_a_count: ' || cast(amount as varchar)
        end
    ) as refusal,
    coalesce(year > extract(year from edition), false) as has_contradiction
from checked
