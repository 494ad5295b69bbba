-- Grain:  one row per slot, person and operation.
-- Does:   choose editions (the newest that carries an operation is current for it, the one before
--         is previous; synthetic records step aside when published ones exist) and merge
--         re-entries: entry date and characteristics of the first record, exit and results of the
--         last one (Reg. 1304/2013, one record per person and operation). Hours of all records add
--         up; where one of them does not hold its hours, the person's are not known.
with

kinds as (
    select coalesce(bool_or(not is_synthetic), false) as has_published
    from staging.stg_participations
),

editions as (
    select
        operation_code,
        edition_date,
        row_number() over (partition by operation_code order by edition_date desc) as edition_rank
    from (
        select distinct s.operation_code, s.edition_date
        from staging.stg_participations as s
        cross join kinds
        where not (s.is_synthetic and kinds.has_published)
    ) as found
),

slotted as (
    select
        p.*,
        case when editions.edition_rank = 1 then 'current' else 'previous' end as slot
    from staging.stg_participations as p
    inner join editions
        on p.operation_code = editions.operation_code and p.edition_date = editions.edition_date
    cross join kinds
    where editions.edition_rank <= 2 and not (p.is_synthetic and kinds.has_published)
),

-- an operation delivered by two files of one edition: of each record the later delivery wins
several as (
    select slot, operation_code
    from (select distinct slot, operation_code, import_sequence from slotted) as deliveries
    group by slot, operation_code
    having count(*) > 1
),

delivered as (
    select slotted.*
    from slotted
    anti join several
        on slotted.slot = several.slot and slotted.operation_code = several.operation_code
    union all
    select * exclude (delivery)
    from (
        select
            slotted.*,
            row_number() over (
                partition by
                    slotted.slot, slotted.operation_code, slotted.participation_id
                order by slotted.import_sequence desc
            ) as delivery
        from slotted
        inner join several
            on slotted.slot = several.slot and slotted.operation_code = several.operation_code
    ) as numbered
    where delivery = 1
),

repeated as (
    select slot, person_id, operation_code
    from delivered
    group by slot, person_id, operation_code
    having count(*) > 1
),

once as (
    select delivered.*
    from delivered
    left join repeated
        on delivered.slot = repeated.slot
        and delivered.person_id = repeated.person_id
        and delivered.operation_code = repeated.operation_code
    where repeated.person_id is null
),

again as (
    select
        delivered.*,
        row_number() over (
            partition by delivered.slot, delivered.person_id, delivered.operation_code
            order by delivered.entry_date, delivered.participation_id
        ) as from_first,
        row_number() over (
            partition by delivered.slot, delivered.person_id, delivered.operation_code
            order by
                case when delivered.exit_date is null then 0 else 1 end,
                delivered.exit_date desc, delivered.entry_date desc,
                delivered.participation_id desc
        ) as from_last,
        case
            when bool_and(delivered.hours_planned is not null) over (
                partition by delivered.slot, delivered.person_id, delivered.operation_code
            )
                then cast(sum(delivered.hours_planned) over (
                    partition by delivered.slot, delivered.person_id, delivered.operation_code
                ) as decimal(38, 2))
        end as all_hours_planned,
        case
            when bool_and(delivered.hours_attended is not null) over (
                partition by delivered.slot, delivered.person_id, delivered.operation_code
            )
                then cast(sum(delivered.hours_attended) over (
                    partition by delivered.slot, delivered.person_id, delivered.operation_code
                ) as decimal(38, 2))
        end as all_hours_attended
    from delivered
    inner join repeated
        on delivered.slot = repeated.slot
        and delivered.person_id = repeated.person_id
        and delivered.operation_code = repeated.operation_code
),

merged as (
    select
        first.slot,
        first.participation_id,
        first.person_id,
        first.operation_code,
        first.region,
        first.province,
        first.sex,
        first.age_at_entry,
        first.education_isced,
        first.status_at_entry,
        first.disability,
        first.migrant,
        first.minority,
        first.homeless,
        first.rural,
        first.other_disadvantage,
        first.entry_date,
        last.exit_date,
        last.exit_reason,
        first.all_hours_planned as hours_planned,
        first.all_hours_attended as hours_attended,
        last.qualification,
        last.status_28d,
        last.status_6m,
        last.status_12m,
        last.outcome_source,
        last.contract_type_6m,
        last.occupation_code_6m,
        last.improved_6m,
        last.course_id,
        first.edition_date,
        first.is_synthetic,
        first.region_is_unread,
        last.exit_date_is_unread
    from (select * from again where from_first = 1) as first
    inner join (select * from again where from_last = 1) as last
        on first.slot = last.slot
        and first.person_id = last.person_id
        and first.operation_code = last.operation_code
),

gathered as (
    select
        slot, participation_id, person_id, operation_code, region, province, sex, age_at_entry,
        education_isced, status_at_entry, disability, migrant, minority, homeless, rural,
        other_disadvantage, entry_date, exit_date, exit_reason, hours_planned, hours_attended,
        qualification, status_28d, status_6m, status_12m, outcome_source, contract_type_6m,
        occupation_code_6m, improved_6m, course_id, edition_date, is_synthetic, region_is_unread,
        exit_date_is_unread
    from once
    union all
    select * from merged
)

select
    *,
    -- the secret key of a record: `salt.record_key` does the same
    cast('0x' || substr(md5($salt || participation_id), 1, 8) as bigint) as record_key
from gathered
