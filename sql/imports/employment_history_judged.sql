-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects; importing, the edition.
-- Does:   mark what contradicts itself: a month after the edition, a contract or earnings without
--         work. Such a row is loaded and reported.
with

ruled as (
    select
        checked.*,
        checked.contract_refusal as refusal,
        checked.month > importing.edition_date as has_month_after_edition,
        checked.contract is not null and not checked.employed as has_contract_without_job,
        checked.earnings > 0 and not checked.employed as has_earnings_without_job
    from checked
    cross join importing
)

select
    *,
    has_month_after_edition or has_contract_without_job or has_earnings_without_job
        as has_contradiction
from ruled
