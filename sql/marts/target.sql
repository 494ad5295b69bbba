-- Grain:  one row per slot, programme axis, category of region, indicator and sex with a target.
-- Source: raw.targets, marts.common_indicator.
-- Does:   take the newest edition of each target as current and the one before as previous, and set
--         beside it what was achieved: as the authority reported or, where it did not, as the
--         records count. A target for both sexes ('total') is the one given, or the sum of theirs.
with

listed as (
    select
        t.programme as programme_code,
        coalesce(t.priority_axis, 'all') as axis_code,
        upper(t.indicator) as indicator_code,
        coalesce(nullif(t.sex, 'T'), 'total') as sex_code,
        coalesce(t.category_of_region, 'all') as category_of_region_code,
        t.baseline,
        t.milestone_year,
        t.milestone,
        t.target_year,
        t.target,
        t.achieved,
        coalesce(t.edition, files.edition_date) as edition_date,
        files.import_sequence,
        files.is_synthetic,
        t.row_number
    from raw.targets as t
    inner join ledger.file as files on t.file_id = files.file_id
),

kinds as (
    select coalesce(bool_or(not is_synthetic), false) as has_published
    from listed
),

-- of two deliveries of one edition the later wins
ranked as (
    select
        listed.*,
        row_number() over (
            partition by programme_code, axis_code, indicator_code, sex_code,
                category_of_region_code, edition_date
            order by import_sequence desc, row_number desc
        ) as delivery,
        dense_rank() over (
            partition by programme_code, axis_code, indicator_code, sex_code,
                category_of_region_code
            order by edition_date desc
        ) as edition_rank
    from listed
    cross join kinds
    where not (listed.is_synthetic and kinds.has_published)
),

chosen as (
    select
        case when edition_rank = 1 then 'current' else 'previous' end as slot,
        * exclude (delivery, edition_rank)
    from ranked
    where delivery = 1 and edition_rank <= 2
),

-- where only women and men have targets, their sum is everybody's
sums as (
    select
        slot, programme_code, axis_code, indicator_code, 'total' as sex_code,
        category_of_region_code,
        cast(sum(baseline) as decimal(38, 4)) as baseline,
        min(milestone_year) as milestone_year,
        cast(sum(milestone) as decimal(38, 4)) as milestone,
        min(target_year) as target_year,
        cast(sum(target) as decimal(38, 4)) as target,
        case when count(achieved) = count(*) then sum(achieved) end as achieved,
        min(edition_date) as edition_date,
        bool_or(is_synthetic) as is_synthetic
    from chosen
    group by slot, programme_code, axis_code, indicator_code, category_of_region_code
    having count(*) filter (where sex_code = 'total') = 0
),

complete as (
    select
        slot, programme_code, axis_code, indicator_code, sex_code, category_of_region_code,
        baseline, milestone_year, milestone, target_year, target, achieved, edition_date,
        is_synthetic
    from chosen
    union all
    select * from sums
),

-- who counts for which target: everybody counts for both sexes, categories and axes together
counted as (
    select
        slot,
        programme_code,
        coalesce(axis_code, 'all') as axis_code,
        indicator_code,
        coalesce(sex_code, 'total') as sex_code,
        coalesce(category_of_region_code, 'all') as category_of_region_code,
        cast(sum(participations) as bigint) as participations,
        cast(sum(participations_key) as bigint) as participations_key,
        cast(sum(waiting) as bigint) as waiting
    from marts.common_indicator
    group by grouping sets (
        (slot, programme_code, axis_code, indicator_code, sex_code, category_of_region_code),
        (slot, programme_code, axis_code, indicator_code, sex_code),
        (slot, programme_code, axis_code, indicator_code, category_of_region_code),
        (slot, programme_code, axis_code, indicator_code),
        (slot, programme_code, indicator_code, sex_code, category_of_region_code),
        (slot, programme_code, indicator_code, sex_code),
        (slot, programme_code, indicator_code, category_of_region_code),
        (slot, programme_code, indicator_code)
    )
),

-- without records of the programme, or for an indicator of its own, nothing was counted: not zero
countable as (
    select distinct slot, programme_code, indicator_code
    from marts.common_indicator
),

measured as (
    select
        complete.*,
        case
            when complete.achieved is null and known.programme_code is not null
                then coalesce(counted.participations, 0)
        end as counted_persons,
        case when complete.achieved is null then counted.participations_key end as persons_key,
        case when complete.achieved is null then coalesce(counted.waiting, 0) else 0 end as waiting
    from complete
    left join counted
        on complete.slot = counted.slot
        and complete.programme_code = counted.programme_code
        and complete.axis_code = counted.axis_code
        and complete.indicator_code = counted.indicator_code
        and complete.sex_code = counted.sex_code
        and complete.category_of_region_code = counted.category_of_region_code
    left join countable as known
        on complete.slot = known.slot
        and complete.programme_code = known.programme_code
        and complete.indicator_code = known.indicator_code
)

select
    m.slot,
    coalesce(p.period_code, 'unknown') as period_code,
    coalesce(p.region_code, 'not_regionalised') as region_code,
    coalesce(regions.macro_area_code, 'not_regionalised') as macro_area_code,
    coalesce(p.managing_authority_code, 'unknown') as managing_authority_code,
    m.programme_code,
    m.axis_code,
    coalesce(a.theme_code, 'unknown') as theme_code,
    m.category_of_region_code,
    m.indicator_code,
    m.sex_code,
    m.is_synthetic,
    m.edition_date,
    m.baseline,
    cast(m.milestone_year as integer) as milestone_year,
    m.milestone,
    cast(m.target_year as integer) as target_year,
    m.target,
    m.achieved is not null as is_reported,
    cast(coalesce(m.achieved, m.counted_persons) as decimal(18, 4)) as achieved,
    -- what a figure divides: null where one of the parts is not known
    cast(
        case
            when m.target > coalesce(m.baseline, 0)
                then coalesce(m.achieved, m.counted_persons) - coalesce(m.baseline, 0)
        end as decimal(18, 4)
    ) as progress,
    cast(
        case
            when m.target > coalesce(m.baseline, 0)
                and coalesce(m.achieved, m.counted_persons) is not null
                then m.target - coalesce(m.baseline, 0)
        end as decimal(18, 4)
    ) as distance,
    cast(round(coalesce(m.achieved, m.counted_persons, 0)) as bigint) as persons,
    m.persons_key,
    -- of what the records count, not of what an authority reports
    cast(m.waiting as bigint) as waiting
from measured as m
left join marts.programme as p on m.programme_code = p.programme_code
left join staging.stg_reference__regions as regions on p.region_code = regions.region_code
left join marts.priority_axis as a
    on m.programme_code = a.programme_code and m.axis_code = a.axis_code
