-- Grain:  one row per published participation record, every file and edition.
-- Source: raw.participations, typed on the way in (what could not be read is empty, the ledger
--         keeps it), and the participants that exchange files alone hold.
-- Does:   put both under one another; mark where a value was there and could not be read. What
--         exchange files do not hold is unknown. No filters.
select
    p.file_id, p.participation_id, p.person_id, p.operation_code, p.region, p.province, p.sex, p.age_at_entry,
    p.education_isced, p.status_at_entry, p.disability, p.migrant, p.minority, p.homeless, p.rural,
    p.other_disadvantage, p.entry_date, p.exit_date, p.exit_reason, p.hours_planned,
    p.hours_attended, p.qualification, p.status_28d, p.status_6m, p.status_12m, p.outcome_source,
    p.contract_type_6m, p.occupation_code_6m, p.improved_6m, p.course_id,
    coalesce(p.region_is_unread, false) as region_is_unread,
    coalesce(p.exit_date_is_unread, false) as exit_date_is_unread,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic
from raw.participations as p
inner join ledger.file as files on p.file_id = files.file_id
union all
select
    file_id,
    participation_id,
    person_id,
    operation_code,
    region,
    province,
    sex,
    age_at_entry,
    education_isced,
    status_at_entry,
    cast(null as boolean) as disability,
    cast(null as boolean) as migrant,
    cast(null as boolean) as minority,
    cast(null as boolean) as homeless,
    cast(null as boolean) as rural,
    cast(null as boolean) as other_disadvantage,
    entry_date,
    exit_date,
    cast(null as varchar) as exit_reason,
    cast(null as decimal(9, 2)) as hours_planned,
    cast(null as decimal(9, 2)) as hours_attended,
    cast(null as boolean) as qualification,
    cast(null as varchar) as status_28d,
    cast(null as varchar) as status_6m,
    cast(null as varchar) as status_12m,
    cast(null as varchar) as outcome_source,
    cast(null as varchar) as contract_type_6m,
    cast(null as varchar) as occupation_code_6m,
    cast(null as boolean) as improved_6m,
    course_id,
    region_is_unread,
    exit_date_is_unread,
    edition_date,
    import_sequence,
    is_synthetic
from staging.int_puc_participations
