-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   mark a reserve above its commitment, and a year outside the programme's period. Such a
--         row is loaded and told.
with

ruled as (
    select
        *,
        contract_refusal as refusal,
        coalesce(reserve_eur > eu_amount_eur, false) as has_large_reserve,
        coalesce(
            case substr(programme, 1, 4)
                when '2007' then year not between 2007 and 2013
                when '2014' then year not between 2014 and 2020
                when '2021' then year not between 2021 and 2027
            end,
            false
        ) as has_other_year
    from checked
)

select *, has_large_reserve or has_other_year as has_contradiction
from ruled
