-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   refuse a tranche that no rule of decommitment knows: a year of another period has no due
--         day, and 2021 and 2022 have one in 2014-2020 for REACT-EU alone, its own category of region.
--         Mark a reserve above its commitment: such a row is loaded and reported.
with

ruled as (
    select
        checked.*,
        case
            when rules.period is not null then checked.contract_refusal
            when coalesce(checked.contract_refusal, 'unknown_category_of_region')
                = 'unknown_category_of_region' then 'tranche_without_rule'
            else checked.contract_refusal
        end as refusal,
        coalesce(checked.reserve_eur > checked.eu_amount_eur, false) as has_large_reserve
    from checked
    left join raw.reference_decommitment_rules as rules
        on substr(trim(checked.programme), 1, 4) = substr(rules.period, 1, 4)
        and checked.year between cast(rules.first_tranche as integer)
            and cast(rules.last_tranche as integer)
        and (
            rules.category_of_region is null
            or rules.category_of_region = checked.category_of_region
        )
)

select *, has_large_reserve as has_contradiction
from ruled
