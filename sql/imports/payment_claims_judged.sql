-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects; importing, its edition.
-- Does:   mark a day after the file's own edition, and claims that may count twice: one for the whole
--         programme beside some by category of region, numbers of one day that differ by a nought
--         at their beginning alone. Such a row is loaded and reported.
with

compared as (
    select
        *,
        contract_refusal is null
        and category_of_region is null
        and coalesce(
            bool_or(category_of_region is not null) filter (where contract_refusal is null)
                over (partition by upper(programme), fund, date), false
        ) as is_whole_beside_parts,
        contract_refusal is null
        and coalesce(
            min(claim) filter (where contract_refusal is null) over same_number
            <> max(claim) filter (where contract_refusal is null) over same_number, false
        ) as has_number_of_another
    from checked
    window same_number as (
        partition by upper(programme), fund, category_of_region, date, ltrim(claim, '0')
    )
),

ruled as (
    select
        compared.*,
        contract_refusal as refusal,
        coalesce(compared.date > importing.edition_date, false) as is_after_edition
    from compared
    cross join importing
)

select
    *,
    is_after_edition or is_whole_beside_parts or has_number_of_another as has_contradiction
from ruled
