-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects; importing, the edition.
-- Does:   refuse what cannot be a comparison person, and mark what contradicts itself: such a row
--         is loaded as it is and reported to who mends the file. Rules as for participations, with
--         the reference date in the place of the exit.
with

source as (
    select
        checked.*,
        importing.edition_date,
        cast(checked.reference_date + interval '28 days' as date) as mature_28d_date,
        cast(checked.reference_date + interval '6 months' as date) as mature_6m_date,
        cast(checked.reference_date + interval '12 months' as date) as mature_12m_date
    from checked
    cross join importing
),

known as (
    select
        *,
        status_28d <> 'unknown' as knows_28d,
        status_6m <> 'unknown' as knows_6m,
        status_12m <> 'unknown' as knows_12m,
        status_6m_text is null or status_6m not in ('employed', 'self_employed')
            as is_not_placed_6m
    from source
),

ruled as (
    select
        *,
        coalesce(
            contract_refusal,
            case when reference_date < entry_date then 'reference_before_entry' end
        ) as refusal,
        entry_date > edition_date as has_entry_after_edition,
        reference_date > edition_date as has_reference_after_edition,
        knows_28d and mature_28d_date > edition_date as has_28d_too_early,
        knows_6m and mature_6m_date > edition_date as has_6m_too_early,
        knows_12m and mature_12m_date > edition_date as has_12m_too_early,
        age_at_entry not between 14 and 99 as has_unusual_age,
        (coalesce(knows_28d, false) or coalesce(knows_6m, false) or coalesce(knows_12m, false))
        and outcome_source_text is null
        and not list_contains(absent_columns, 'outcome_source') as has_outcome_without_source,
        contract_type_6m is not null and is_not_placed_6m as has_contract_without_job
    from known
)

select
    *,
    has_entry_after_edition or has_reference_after_edition
    or has_28d_too_early or has_6m_too_early or has_12m_too_early
    or has_unusual_age or has_outcome_without_source or has_contract_without_job
        as has_contradiction
from ruled
