-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   mark what contradicts itself: a milestone that is not before its target, an indicator of
--         the other programming period, a value without its year. Such a row is loaded and reported.
with

ruled as (
    select
        *,
        contract_refusal as refusal,
        milestone_year >= target_year as has_late_milestone,
        (
            regexp_matches(upper(indicator), '^EEC[OR][0-9]') and substr(programme, 1, 4) = '2014'
        ) or (
            regexp_matches(upper(indicator), '^C[OR][0-9]') and substr(programme, 1, 4) = '2021'
        ) as has_other_period,
        target is not null and target_year is null and target_year_text is null
            as has_target_without_year,
        milestone is not null and milestone_year is null and milestone_year_text is null
            as has_milestone_without_year
    from checked
)

select
    *,
    has_late_milestone or has_other_period or has_target_without_year or has_milestone_without_year
        as has_contradiction
from ruled
