-- Grain:  one row per participation that exchange files alone hold: edition, operation, person,
--         course.
-- Does:   turn participants (SC01) and their courses (FO00) into participations. A person enters with
--         the start of the course; completed years are counted to the month; what the two do not
--         hold (outcomes, reason of the exit, hours attended, vulnerability) is unknown. One source
--         speaks for a programme: where a file of participations, which also has outcomes, holds
--         any operation of a programme, its exchange participants stand aside.
with

-- of a course of several years the first start counts
courses as (
    select edition_date, operation_code, course_code, min(start_date) as start_date
    from staging.stg_puc__courses
    group by edition_date, operation_code, course_code
),

held as (
    select p.operation_code, bool_and(files.is_synthetic) as is_synthetic
    from raw.participations as p
    inner join ledger.file as files on p.file_id = files.file_id
    group by p.operation_code
),

listed as (
    select distinct held.is_synthetic, string_split(published.programme_codes, ':::') as programmes
    from staging.stg_opencoesione__operations as published
    inner join held on published.operation_code = held.operation_code
),

held_programmes as (
    select is_synthetic, trim(programme) as programme_code
    from (select is_synthetic, unnest(programmes) as programme from listed) as taken
    union
    select held.is_synthetic, programmes.programme_code
    from staging.stg_puc__programmes as programmes
    inner join held on programmes.operation_code = held.operation_code
),

-- a demonstration's file steps aside for published participants, so it does not speak for them
aside as (
    select operation_code, is_synthetic from held
    union
    select programmes.operation_code, held_programmes.is_synthetic
    from staging.stg_puc__programmes as programmes
    inner join held_programmes on programmes.programme_code = held_programmes.programme_code
),

alone as (
    select participants.*
    from staging.stg_puc__participants as participants
    left join (
        select operation_code, bool_and(is_synthetic) as is_synthetic from aside group by operation_code
    ) as spoken
        on participants.operation_code = spoken.operation_code
        and (participants.is_synthetic or not spoken.is_synthetic)
    where spoken.operation_code is null
),

aged as (
    select
        alone.*,
        courses.start_date as entry_date,
        cast(floor(cast(
            (extract(year from courses.start_date) - extract(year from alone.birth_month)) * 12
            + extract(month from courses.start_date) - extract(month from alone.birth_month)
            as double
        ) / 12) as smallint) as age_at_entry
    from alone
    left join courses
        on alone.edition_date = courses.edition_date
        and alone.operation_code = courses.operation_code
        and alone.course_code = courses.course_code
)

select
    aged.file_id,
    'SC01-' || md5(aged.operation_code || '|' || aged.person_id || '|' || aged.course_code)
        as participation_id,
    aged.person_id,
    aged.operation_code,
    aged.course_code as course_id,
    provinces.nuts2 as region,
    aged.published_province_code as province,
    aged.sex,
    case when aged.age_at_entry between 0 and 150 then aged.age_at_entry end as age_at_entry,
    cast(levels.value as smallint) as education_isced,
    -- long-term: over six months below 25, over twelve months from 25 on (Reg. 1304/2013, Annex I)
    case
        when statuses.value = 'unemployed' and (
            searches.value = 'over_12_months'
            or (searches.value = '6_to_12_months' and aged.age_at_entry < 25)
        ) then 'long_term_unemployed'
        else statuses.value
    end as status_at_entry,
    aged.entry_date,
    aged.exit_date,
    coalesce(aged.published_province_code <> '' and provinces.nuts2 is null, false)
        as region_is_unread,
    aged.exit_date_is_unread,
    aged.edition_date,
    aged.import_sequence,
    aged.is_synthetic
from aged
left join raw.reference_provinces as provinces
    on aged.published_province_code = provinces.province_code
left join raw.reference_participant_codes as levels
    on levels.code_table = 'TC28' and aged.education_code = levels.code
left join raw.reference_participant_codes as statuses
    on statuses.code_table = 'TC29' and aged.status_code = statuses.code
left join raw.reference_participant_codes as searches
    on searches.code_table = 'TC30' and aged.search_code = searches.code
