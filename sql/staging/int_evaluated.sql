-- Grain:  one row per participant or comparison person who may be evaluated.
-- Does:   set both groups side by side: the same characteristics at entry, the same outcomes. Rules:
--         of a person the first record counts (work before a later participation is not work before
--         training); those employed at entry are left out, as from placement rates; outcomes are
--         those of administrative registers; whose outcome is not due yet (`mature_…`), or is due
--         and not known, stays to be counted; a programme that only asks its participants in a
--         survey follows nobody in the registers; nobody who ever took part serves as comparison; a comparison record belongs to the newest edition that has
--         it, and without an operation it serves for all of its region (`any`); synthetic records
--         step aside when published participations exist.
with

kinds as (
    select coalesce(bool_or(not is_synthetic), false) as has_published
    from staging.stg_participations
),

firsts as (
    select participation_id, person_id, operation_code, entry_date
    from (
        select
            participation_id, person_id, operation_code, entry_date,
            row_number() over (
                partition by person_id order by entry_date, participation_id
            ) as place
        from staging.int_participations
        where slot = 'current' and entry_date is not null
    ) as ranked
    where place = 1
),

-- a programme of which some participant was found in the registers looks for all of them there
followed as (
    select
        programme_code,
        max(
            coalesce(known_28d_register, 0) + coalesce(known_6m_register, 0)
            + coalesce(known_12m_register, 0)
        ) > 0 as in_registers,
        max(
            coalesce(known_28d_survey, 0) + coalesce(known_6m_survey, 0)
            + coalesce(known_12m_survey, 0)
        ) > 0 as in_survey
    from marts.participation
    where slot = 'current'
    group by programme_code
),

types as (    select o.operation_code, published.cup_category as type_code
    from marts.operation as o
    inner join staging.stg_opencoesione__operations as published
        on o.file_id = published.file_id and o.operation_code = published.operation_code
),

treated as (
    select
        firsts.person_id,
        1 as participated,
        'participant' as group_reason_code,
        m.is_synthetic,
        m.edition_date,
        m.period_code,
        m.fund_code,
        m.managing_authority_code,
        m.programme_code,
        m.axis_code,
        m.theme_code,
        coalesce(types.type_code, 'unknown') as type_code,
        m.operation_code,
        followed.in_registers or not followed.in_survey as is_followed,
        m.region_code,
        m.sex_code,
        m.age_band_code,
        m.education_code,
        m.entry_status_code,
        m.vulnerable_code,
        firsts.entry_date,
        m.exit_month as left_on,
        m.mature_28d = 1 as mature_28d,
        m.mature_6m = 1 as mature_6m,
        m.mature_12m = 1 as mature_12m,
        m.known_28d_register = 1 as knows_28d,
        m.placed_28d_register = 1 as works_28d,
        m.known_6m_register = 1 as knows_6m,
        m.placed_6m_register = 1 as works_6m,
        m.known_12m_register = 1 as knows_12m,
        m.placed_12m_register = 1 as works_12m,
        m.known_6m_register = 1 and (m.placed_6m_register = 0 or m.known_contracts_register = 1)
            as knows_contract,
        m.permanent_contracts_register = 1 as is_permanent
    from marts.participation as m
    inner join firsts on m.participation_id = firsts.participation_id
    inner join followed on m.programme_code = followed.programme_code
    left join types on m.operation_code = types.operation_code
    where m.slot = 'current' and m.entry_status_code not in ('employed', 'unknown')
),

numbered as (
    select *
    from (
        select
            c.*,
            row_number() over (
                partition by c.comparison_id
                order by c.edition_date desc, c.import_sequence desc
            ) as delivery
        from staging.stg_comparisons as c
        cross join kinds
        where not (c.is_synthetic and kinds.has_published)
    ) as delivered
    where delivery = 1
),

eligible as (
    select *
    from (
        select
            numbered.*,
            row_number() over (
                partition by numbered.person_id
                order by numbered.reference_date, numbered.comparison_id
            ) as place
        from numbered
        anti join firsts on numbered.person_id = firsts.person_id
        where numbered.reference_date <= numbered.edition_date
    ) as ranked
    where place = 1 and status_at_entry <> 'employed'
),

known as (
    select
        *,
        coalesce(outcome_source = 'register', false) as from_register,
        coalesce(disability, false) or coalesce(migrant, false) or coalesce(minority, false)
        or coalesce(homeless, false) or coalesce(other_disadvantage, false) as is_vulnerable,
        disability is not null and migrant is not null and minority is not null
        and homeless is not null and other_disadvantage is not null as knows_vulnerability
    from eligible
),

compared as (
    select
        known.person_id,
        0 as participated,
        known.group_reason as group_reason_code,
        known.is_synthetic,
        known.edition_date,
        case when known.operation_code is null then 'any'
            else coalesce(places.period_code, 'unknown') end as period_code,
        case when known.operation_code is null then 'any'
            else coalesce(places.fund_code, 'other') end as fund_code,
        case when known.operation_code is null then 'any'
            else coalesce(places.managing_authority_code, 'unknown') end as managing_authority_code,
        case when known.operation_code is null then 'any'
            else coalesce(places.programme_code, 'unknown') end as programme_code,
        case when known.operation_code is null then 'any'
            else coalesce(places.axis_code, 'unknown') end as axis_code,
        case when known.operation_code is null then 'any'
            else coalesce(places.theme_code, 'unknown') end as theme_code,
        case when known.operation_code is null then 'any'
            else coalesce(types.type_code, 'unknown') end as type_code,
        coalesce(known.operation_code, 'any') as operation_code,
        true as is_followed,
        -- a region that cannot be read is not the operation's
        case
            when coalesce(known.region_is_unread, false) then 'not_regionalised'
            else coalesce(regions.region_code, places.region_code, 'not_regionalised')
        end as region_code,
        coalesce(known.sex, 'unknown') as sex_code,
        coalesce(ages.age_band_code, 'unknown') as age_band_code,
        coalesce(levels.education_code, 'unknown') as education_code,
        known.status_at_entry as entry_status_code,
        case
            when known.is_vulnerable then 'yes'
            when known.knows_vulnerability then 'no'
            else 'unknown'
        end as vulnerable_code,
        coalesce(known.entry_date, known.reference_date) as entry_date,
        known.reference_date as left_on,
        known.reference_date + interval 28 day <= known.edition_date as mature_28d,
        known.reference_date + interval 6 month <= known.edition_date as mature_6m,
        known.reference_date + interval 12 month <= known.edition_date as mature_12m,
        coalesce(
            known.from_register and known.status_28d <> 'unknown'
            and known.reference_date + interval 28 day <= known.edition_date, false
        ) as knows_28d,
        coalesce(known.status_28d in ('employed', 'self_employed'), false) as works_28d,
        coalesce(
            known.from_register and known.status_6m <> 'unknown'
            and known.reference_date + interval 6 month <= known.edition_date, false
        ) as knows_6m,
        coalesce(known.status_6m in ('employed', 'self_employed'), false) as works_6m,
        coalesce(
            known.from_register and known.status_12m <> 'unknown'
            and known.reference_date + interval 12 month <= known.edition_date, false
        ) as knows_12m,
        coalesce(known.status_12m in ('employed', 'self_employed'), false) as works_12m,
        coalesce(
            known.from_register and known.status_6m <> 'unknown'
            and known.reference_date + interval 6 month <= known.edition_date
            and (
                known.status_6m not in ('employed', 'self_employed')
                or known.contract_type_6m is not null
            ), false
        ) as knows_contract,
        coalesce(
            known.status_6m in ('employed', 'self_employed')
            and known.contract_type_6m = 'permanent', false
        ) as is_permanent
    from known
    left join staging.int_operation_places as places
        on known.operation_code = places.operation_code
    left join staging.stg_reference__regions as regions on known.region = regions.region_code
    left join types on known.operation_code = types.operation_code
    left join staging.int_ages as ages on known.age_at_entry = ages.age_at_entry
    left join staging.int_education_levels as levels
        on known.education_isced = levels.education_isced
),

both_groups as (
    select * from treated
    union all
    select * from compared
)

select
    *,
    cast(extract(year from entry_date) * 12 + extract(month from entry_date) as integer)
        as entry_month,
    cast(extract(year from left_on) * 12 + extract(month from left_on) as integer)
        as left_month
from both_groups
