-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects; importing, the edition.
-- Does:   refuse what cannot be a participation, and mark what contradicts itself: such a row is
--         loaded as it is and reported to who mends the file. An outcome given before its day has
--         come is marked, for it cannot be known: 28 days, or as many calendar months, from the exit.
with

source as (
    select
        checked.*,
        importing.edition_date,
        cast(checked.exit_date + interval '28 days' as date) as mature_28d_date,
        cast(checked.exit_date + interval '6 months' as date) as mature_6m_date,
        cast(checked.exit_date + interval '12 months' as date) as mature_12m_date
    from checked
    cross join importing
),

known as (
    select
        *,
        exit_date is null and exit_date_text is null as has_no_exit,
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
            case when exit_date < entry_date then 'exit_before_entry' end
        ) as refusal,
        exit_reason is not null and has_no_exit as has_reason_without_exit,
        entry_date > edition_date as has_entry_after_edition,
        exit_date > edition_date as has_exit_after_edition,
        knows_28d and has_no_exit as has_28d_without_exit,
        knows_6m and has_no_exit as has_6m_without_exit,
        knows_12m and has_no_exit as has_12m_without_exit,
        knows_28d and mature_28d_date > edition_date as has_28d_too_early,
        knows_6m and mature_6m_date > edition_date as has_6m_too_early,
        knows_12m and mature_12m_date > edition_date as has_12m_too_early,
        hours_attended > hours_planned as has_hours_above_planned,
        age_at_entry not between 14 and 99 as has_unusual_age,
        (coalesce(knows_28d, false) or coalesce(knows_6m, false) or coalesce(knows_12m, false))
        and outcome_source_text is null
        and not list_contains(absent_columns, 'outcome_source') as has_outcome_without_source,
        contract_type_6m is not null and is_not_placed_6m as has_contract_without_job,
        occupation_code_6m is not null and is_not_placed_6m as has_occupation_without_job,
        improved_6m is not null and status_at_entry <> 'employed' as has_improvement_of_jobless
    from known
)

select
    *,
    has_reason_without_exit or has_entry_after_edition or has_exit_after_edition
    or has_28d_without_exit or has_6m_without_exit or has_12m_without_exit
    or has_28d_too_early or has_6m_too_early or has_12m_too_early
    or has_hours_above_planned or has_unusual_age or has_outcome_without_source
    or has_contract_without_job or has_occupation_without_job or has_improvement_of_jobless
        as has_contradiction
from ruled
