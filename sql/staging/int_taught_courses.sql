-- Grain:  one row per course of an operation.
-- Source: raw.courses; for operations it does not hold, the courses of exchange files (FO00).
-- Does:   take the newest edition that carries an operation's courses, the later delivery of two,
--         and give each course a code of its own. A course of several years counts once. A
--         provider is the same however its code is written: natural persons never get their own.
--         A code that no file of providers describes may be a person's: it stays unknown unless it
--         is a company's tax code, which has eleven digits.
with

providers as (
    select
        upper(trim(provider_id)) as provider_key,
        case when max(case when kind = 'natural_person' then 1 else 0 end) = 1
            then 'natural_person' else min(provider_code) end as provider_code
    from staging.int_providers
    group by upper(trim(provider_id))
),

declared as (
    select
        c.operation_code, c.course_id, c.provider_id, c.title, c.occupation_code,
        cast(c.hours as double) as hours, c.places, c.start_date, c.end_date,
        dense_rank() over (
            partition by c.operation_code
            order by files.edition_date desc, files.import_sequence desc
        ) as choice
    from raw.courses as c
    inner join ledger.file as files on c.file_id = files.file_id
),

exchanged as (
    select
        operation_code,
        course_code as course_id,
        title,
        start_date,
        end_date,
        dense_rank() over (
            partition by operation_code order by edition_date desc, import_sequence desc
        ) as choice
    from staging.stg_puc__courses
),

gathered as (
    select
        operation_code, course_id, provider_id, title, occupation_code, hours, places, start_date,
        end_date
    from declared
    where choice = 1
    union all
    select
        exchanged.operation_code,
        exchanged.course_id,
        cast(null as varchar) as provider_id,
        min(exchanged.title) as title,
        cast(null as varchar) as occupation_code,
        cast(null as double) as hours,
        cast(null as integer) as places,
        min(exchanged.start_date) as start_date,
        max(exchanged.end_date) as end_date
    from exchanged
    left join (select distinct operation_code from raw.courses) as held
        on exchanged.operation_code = held.operation_code
    where exchanged.choice = 1 and held.operation_code is null
    group by exchanged.operation_code, exchanged.course_id
)

select
    gathered.*,
    gathered.operation_code || '/' || gathered.course_id as course_code,
    coalesce(
        providers.provider_code,
        case
            when regexp_matches(trim(gathered.provider_id), '^[0-9]{11}$')
                then trim(gathered.provider_id)
            when trim(gathered.provider_id) <> '' then 'unknown'
        end
    ) as provider_code
from gathered
left join providers on upper(trim(gathered.provider_id)) = providers.provider_key
