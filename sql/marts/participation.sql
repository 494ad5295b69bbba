-- Grain:  one row per slot, person and operation.
-- Does:   place each participation (programme, region, year) and turn the rules of the indicators
--         into columns of 0 and 1, so that every rate is a sum over a sum. Rules: a leaver has left
--         by the edition's date; a record is mature for a horizon when the horizon has passed by
--         then (calendar months end on the last day where the day does not exist); a status is
--         known per source, so that register and survey are two series (without a source it is in
--         neither); rates of placement are of
--         those not employed at entry. Who has a day of exit that cannot be read may have left and be
--         mature: such a record is among those who could be known, and never among those who are.
with

-- a course that has its sector alone has no occupation that a job could be held against
sets as (
    select distinct operation_code
    from staging.int_courses
    where occupation_code is not null
),

-- an occupation matches the course's at the finest level both have; files of two editions may give
-- one identifier to two participations
coherent as (
    select distinct
        p.slot,
        p.operation_code,
        p.participation_id
    from staging.int_participations as p
    inner join staging.int_courses as c
        on p.operation_code = c.operation_code
        and (
            p.occupation_code_6m = c.occupation_code
            or p.occupation_code_6m like c.occupation_code || '%'
            or c.occupation_code like p.occupation_code_6m || '%'
        )
),

-- women among residents of working age, in the newest year there is
residents as (
    select
        region_code,
        sum(case when sex = 'F' then persons end) as women,
        sum(persons) as persons
    from marts.population
    where age_band in ('15-24', '25-34', '35-54', '55-64')
        and year = (select max(year) from marts.population)
    group by region_code
),

women_shares as (
    select region_code, cast(women as double) / nullif(persons, 0) as women_share
    from residents
    union all
    select 'not_regionalised' as region_code,
        cast(sum(women) as double) / nullif(sum(persons), 0) as women_share
    from residents
),

-- who has no course named is in the operation's only one
sole_courses as (
    select operation_code, min(course_code) as course_code, min(provider_code) as provider_code
    from staging.int_taught_courses
    group by operation_code
    having count(*) = 1
),

placed as (
    select
        p.*,
        coalesce(places.period_code, 'unknown') as period_code,
        coalesce(places.fund_code, 'other') as fund_code,
        coalesce(places.managing_authority_code, 'unknown') as managing_authority_code,
        coalesce(places.programme_code, 'unknown') as programme_code,
        coalesce(places.axis_code, 'unknown') as axis_code,
        coalesce(places.theme_code, 'unknown') as theme_code,
        -- a region that cannot be read is not the operation's
        case
            when p.region_is_unread then 'not_regionalised'
            else coalesce(regions.region_code, places.region_code, 'not_regionalised')
        end as region_code,
        p.exit_date is not null and p.exit_date <= p.edition_date as has_left,
        coalesce(p.status_at_entry <> 'employed', false) as was_jobless,
        coalesce(p.status_at_entry = 'employed', false) as was_employed,
        sets.operation_code is not null as has_occupations,
        coalesce(answers.pact_code, 'none') as pact_code,
        coalesce(answers.need_founded_code, 'no') as need_founded_code,
        coalesce(answers.occupation_code, 'unknown') as occupation_code,
        coalesce(answers.sector_sep_code, 'unknown') as sector_sep_code,
        coherent.participation_id is not null as is_coherent,
        coalesce(courses.course_code, sole_courses.course_code, 'unknown') as course_code,
        coalesce(
            courses.provider_code, sole_courses.provider_code, providers.provider_code, 'unknown'
        ) as provider_code
    from staging.int_participations as p
    left join staging.int_operation_places as places on p.operation_code = places.operation_code
    left join staging.stg_reference__regions as regions on p.region = regions.region_code
    left join sets on p.operation_code = sets.operation_code
    left join staging.int_operation_needs as answers on p.operation_code = answers.operation_code
    left join coherent
        on p.slot = coherent.slot
        and p.operation_code = coherent.operation_code
        and p.participation_id = coherent.participation_id
    left join staging.int_taught_courses as courses
        on p.operation_code = courses.operation_code and p.course_id = courses.course_id
    left join sole_courses
        on p.operation_code = sole_courses.operation_code and p.course_id is null
    left join staging.int_operation_providers as providers
        on p.operation_code = providers.operation_code and providers.slot = 'current'
),

aged as (
    select
        *,
        has_left and exit_date + interval 28 day <= edition_date as is_mature_28d,
        has_left and exit_date + interval 6 month <= edition_date as is_mature_6m,
        has_left and exit_date + interval 12 month <= edition_date as is_mature_12m,
        status_28d is not null and status_28d <> 'unknown' as knows_28d,
        status_6m is not null and status_6m <> 'unknown' as knows_6m,
        status_12m is not null and status_12m <> 'unknown' as knows_12m,
        coalesce(status_28d in ('employed', 'self_employed'), false) as works_28d,
        coalesce(status_6m in ('employed', 'self_employed'), false) as works_6m,
        coalesce(status_12m in ('employed', 'self_employed'), false) as works_12m,
        coalesce(outcome_source = 'register', false) as from_register,
        coalesce(outcome_source = 'survey', false) as from_survey,
        coalesce(disability, false) or coalesce(migrant, false) or coalesce(minority, false)
        or coalesce(homeless, false) or coalesce(other_disadvantage, false) as is_vulnerable,
        disability is not null and migrant is not null and minority is not null
        and homeless is not null and other_disadvantage is not null as knows_vulnerability
    from placed
)

select
    ---------- place
    aged.slot,
    aged.participation_id,
    persons.person_number,
    persons.person_key,
    aged.record_key,
    aged.operation_code,
    aged.is_synthetic,
    aged.edition_date,
    aged.period_code,
    aged.fund_code,
    aged.region_code,
    coalesce(provinces.province_code, 'unknown') as province_code,
    coalesce(regions.macro_area_code, 'not_regionalised') as macro_area_code,
    -- a region may change category from one period to the next
    coalesce(
        case
            when aged.period_code = '2021-2027' then regions.category_2021_2027
            else regions.category_2014_2020
        end,
        'not_regionalised'
    ) as category_of_region_code,
    aged.managing_authority_code,
    aged.programme_code,
    aged.axis_code,
    aged.theme_code,
    aged.pact_code,
    aged.need_founded_code,
    aged.occupation_code,
    aged.sector_sep_code,
    aged.provider_code,
    aged.course_code,
    -- exchange files may not hold when a course began
    coalesce(cast(extract(year from aged.entry_date) as varchar), 'unknown') as entry_year_code,
    case
        when aged.has_left then cast(extract(year from aged.exit_date) as varchar)
        else 'unknown'
    end as exit_year_code,
    cast(date_trunc('month', aged.entry_date) as date) as entry_month,
    case when aged.has_left then cast(date_trunc('month', aged.exit_date) as date) end as exit_month,

    ---------- person at entry
    coalesce(aged.sex, 'unknown') as sex_code,
    coalesce(ages.age_band_code, 'unknown') as age_band_code,
    coalesce(levels.education_code, 'unknown') as education_code,
    coalesce(aged.status_at_entry, 'unknown') as entry_status_code,
    case
        when aged.is_vulnerable then 'yes'
        when aged.knows_vulnerability then 'no'
        else 'unknown'
    end as vulnerable_code,

    aged.age_at_entry,
    aged.education_isced,
    aged.disability,
    aged.migrant,
    aged.minority,
    aged.homeless,
    aged.rural,
    aged.other_disadvantage,
    aged.qualification,
    aged.improved_6m,
    aged.is_mature_28d as has_matured_28d,
    aged.is_mature_6m as has_matured_6m,
    case when aged.is_mature_28d then aged.status_28d end as status_28d,
    case when aged.is_mature_6m then aged.status_6m end as status_6m,

    ---------- counts of participations
    cast(1 as tinyint) as participations,
    cast(aged.has_left or aged.exit_date_is_unread as tinyint) as leavers,
    cast(aged.has_left and aged.exit_reason is not null as tinyint) as known_exits,
    cast(aged.has_left and coalesce(aged.exit_reason = 'completed', false) as tinyint)
        as completions,
    cast(aged.has_left and coalesce(aged.exit_reason <> 'completed', false) as tinyint)
        as dropouts,
    cast(aged.has_left and coalesce(aged.exit_reason = 'job', false) as tinyint)
        as dropouts_for_job,
    cast(aged.has_left and aged.qualification is not null as tinyint) as known_qualifications,
    cast(aged.has_left and coalesce(aged.qualification, false) as tinyint) as qualifications,

    ---------- placement of those not employed at entry, by horizon and source
    cast((aged.has_left or aged.exit_date_is_unread) and aged.was_jobless as tinyint)
        as jobless_leavers,
    cast((aged.is_mature_28d or aged.exit_date_is_unread) and aged.was_jobless as tinyint)
        as mature_28d,
    cast((aged.is_mature_6m or aged.exit_date_is_unread) and aged.was_jobless as tinyint)
        as mature_6m,
    cast((aged.is_mature_12m or aged.exit_date_is_unread) and aged.was_jobless as tinyint)
        as mature_12m,
    cast(aged.is_mature_28d and aged.was_jobless and aged.knows_28d and aged.from_register
        as tinyint) as known_28d_register,
    cast(aged.is_mature_28d and aged.was_jobless and aged.works_28d and aged.from_register
        as tinyint) as placed_28d_register,
    cast(aged.is_mature_28d and aged.was_jobless and aged.knows_28d and aged.from_survey
        as tinyint) as known_28d_survey,
    cast(aged.is_mature_28d and aged.was_jobless and aged.works_28d and aged.from_survey
        as tinyint) as placed_28d_survey,
    cast(aged.is_mature_6m and aged.was_jobless and aged.knows_6m and aged.from_register
        as tinyint) as known_6m_register,
    cast(aged.is_mature_6m and aged.was_jobless and aged.works_6m and aged.from_register
        as tinyint) as placed_6m_register,
    cast(aged.is_mature_6m and aged.was_jobless and aged.knows_6m and aged.from_survey
        as tinyint) as known_6m_survey,
    cast(aged.is_mature_6m and aged.was_jobless and aged.works_6m and aged.from_survey
        as tinyint) as placed_6m_survey,
    cast(aged.is_mature_12m and aged.was_jobless and aged.knows_12m and aged.from_register
        as tinyint) as known_12m_register,
    cast(aged.is_mature_12m and aged.was_jobless and aged.works_12m and aged.from_register
        as tinyint) as placed_12m_register,
    cast(aged.is_mature_12m and aged.was_jobless and aged.knows_12m and aged.from_survey
        as tinyint) as known_12m_survey,
    cast(aged.is_mature_12m and aged.was_jobless and aged.works_12m and aged.from_survey
        as tinyint) as placed_12m_survey,

    ---------- first job after the exit, as registers see it at each horizon in turn: who is followed is
    ---------- known at it and at those before, and has neither worked nor studied at one of them
    cast(aged.was_jobless and aged.from_register
        and aged.is_mature_28d and aged.knows_28d
        as tinyint) as followed_28d,
    cast(aged.was_jobless and aged.from_register
        and aged.is_mature_28d and aged.knows_28d and aged.works_28d
        as tinyint) as first_jobs_28d,
    cast(aged.was_jobless and aged.from_register
        and aged.is_mature_28d and aged.knows_28d and coalesce(aged.status_28d = 'education', false)
        as tinyint) as first_studies_28d,
    cast(aged.was_jobless and aged.from_register
        and aged.is_mature_28d and aged.knows_28d and not aged.works_28d and aged.status_28d <> 'education'
        and aged.is_mature_6m and aged.knows_6m
        as tinyint) as followed_6m,
    cast(aged.was_jobless and aged.from_register
        and aged.is_mature_28d and aged.knows_28d and not aged.works_28d and aged.status_28d <> 'education'
        and aged.is_mature_6m and aged.knows_6m and aged.works_6m
        as tinyint) as first_jobs_6m,
    cast(aged.was_jobless and aged.from_register
        and aged.is_mature_28d and aged.knows_28d and not aged.works_28d and aged.status_28d <> 'education'
        and aged.is_mature_6m and aged.knows_6m and coalesce(aged.status_6m = 'education', false)
        as tinyint) as first_studies_6m,
    cast(aged.was_jobless and aged.from_register
        and aged.is_mature_28d and aged.knows_28d and not aged.works_28d and aged.status_28d <> 'education'
        and aged.is_mature_6m and aged.knows_6m and not aged.works_6m and aged.status_6m <> 'education'
        and aged.is_mature_12m and aged.knows_12m
        as tinyint) as followed_12m,
    cast(aged.was_jobless and aged.from_register
        and aged.is_mature_28d and aged.knows_28d and not aged.works_28d and aged.status_28d <> 'education'
        and aged.is_mature_6m and aged.knows_6m and not aged.works_6m and aged.status_6m <> 'education'
        and aged.is_mature_12m and aged.knows_12m and aged.works_12m
        as tinyint) as first_jobs_12m,
    cast(aged.was_jobless and aged.from_register
        and aged.is_mature_28d and aged.knows_28d and not aged.works_28d and aged.status_28d <> 'education'
        and aged.is_mature_6m and aged.knows_6m and not aged.works_6m and aged.status_6m <> 'education'
        and aged.is_mature_12m and aged.knows_12m and coalesce(aged.status_12m = 'education', false)
        as tinyint) as first_studies_12m,

    ---------- quality of the job found, and progress of those employed at entry
    cast(aged.is_mature_6m and aged.was_jobless and aged.works_6m and aged.from_register
        and aged.contract_type_6m is not null as tinyint) as known_contracts_register,
    cast(aged.is_mature_6m and aged.was_jobless and aged.works_6m and aged.from_register
        and coalesce(aged.contract_type_6m = 'permanent', false) as tinyint)
        as permanent_contracts_register,
    cast(aged.is_mature_6m and aged.was_jobless and aged.works_6m and aged.from_survey
        and aged.contract_type_6m is not null as tinyint) as known_contracts_survey,
    cast(aged.is_mature_6m and aged.was_jobless and aged.works_6m and aged.from_survey
        and coalesce(aged.contract_type_6m = 'permanent', false) as tinyint)
        as permanent_contracts_survey,
    cast(aged.is_mature_6m and aged.was_jobless and aged.works_6m and aged.from_register
        and aged.occupation_code_6m is not null and aged.has_occupations as tinyint)
        as known_occupations_register,
    cast(aged.is_mature_6m and aged.was_jobless and aged.works_6m and aged.from_register
        and aged.has_occupations and aged.is_coherent as tinyint) as coherent_jobs_register,
    cast(aged.is_mature_6m and aged.was_jobless and aged.works_6m and aged.from_survey
        and aged.occupation_code_6m is not null and aged.has_occupations as tinyint)
        as known_occupations_survey,
    cast(aged.is_mature_6m and aged.was_jobless and aged.works_6m and aged.from_survey
        and aged.has_occupations and aged.is_coherent as tinyint) as coherent_jobs_survey,
    cast((aged.has_left or aged.exit_date_is_unread) and aged.was_employed as tinyint)
        as employed_leavers,
    cast((aged.is_mature_6m or aged.exit_date_is_unread) and aged.was_employed as tinyint)
        as employed_mature_6m,
    cast(aged.is_mature_6m and aged.was_employed and aged.improved_6m is not null
        and aged.from_register as tinyint) as known_improvements_register,
    cast(aged.is_mature_6m and aged.was_employed and coalesce(aged.improved_6m, false)
        and aged.from_register as tinyint) as improvements_register,
    cast(aged.is_mature_6m and aged.was_employed and aged.improved_6m is not null
        and aged.from_survey as tinyint) as known_improvements_survey,
    cast(aged.is_mature_6m and aged.was_employed and coalesce(aged.improved_6m, false)
        and aged.from_survey as tinyint) as improvements_survey,

    ---------- groups
    cast(coalesce(aged.sex = 'F', false) as tinyint) as women,
    cast(aged.sex in ('F', 'M') as tinyint) as women_and_men,
    -- who has one known disadvantage and unknown others would count above the line alone
    cast(aged.is_vulnerable and aged.knows_vulnerability as tinyint) as vulnerable,
    cast(aged.knows_vulnerability as tinyint) as known_vulnerability,
    cast(coalesce(aged.status_at_entry in ('unemployed', 'long_term_unemployed'), false)
        as tinyint) as unemployed,
    cast(aged.status_at_entry is not null and aged.age_at_entry is not null
        and aged.education_isced is not null and aged.sex is not null as tinyint)
        as complete_records,
    cast(
        case when aged.sex in ('F', 'M') then round(women_shares.women_share, 8) end
        as decimal(18, 8)
    ) as expected_women,
    aged.hours_attended
from aged
inner join staging.int_persons as persons on aged.person_id = persons.person_id
left join staging.int_ages as ages on aged.age_at_entry = ages.age_at_entry
left join staging.int_education_levels as levels on aged.education_isced = levels.education_isced
left join women_shares on aged.region_code = women_shares.region_code
left join staging.stg_reference__regions as regions on aged.region_code = regions.region_code
left join staging.stg_reference__provinces as provinces on aged.province = provinces.istat_code
order by aged.slot, aged.programme_code, aged.region_code, aged.exit_date
