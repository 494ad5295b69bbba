-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   keep the ESF and the YEI of Italy. A row without a reference date precedes the programme's
--         adoption and carries no amounts; with amounts, its date is missing and it is refused.
with

ruled as (
    select
        checked.* exclude (contract_refusal, has_field_issue),
        case
            when upper(ms) <> 'IT' then 'other_member_state'
            when upper(fund) not in ('ESF', 'YEI') then 'other_fund'
            when reference_date_text is null and coalesce(total_eligible_cost, 0) = 0
                and coalesce(total_eligible_expenditure, 0) = 0 then 'before_adoption'
        end as out_of_scope_reason,
        case
            when contract_refusal is not null then contract_refusal
            when year(reference_date) <> checked."year" then 'date_of_other_year'
        end as refusal,
        has_field_issue
    from checked
)

select *, false as has_contradiction
from ruled
