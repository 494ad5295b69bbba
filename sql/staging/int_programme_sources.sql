-- Grain:  one row per edition slot, list of programmes as published, programme in it, edition and source.
-- Does:   choose the one source that speaks for a programme. Of a list the newest edition is current,
--         the one before is previous. Of a programme the files that name it alone decide: the newest
--         edition speaks, of one day the exchange files, which are the authority's own. What another
--         source has of the same programme stays in its raw table and is counted nowhere: the two
--         would be added up, for they need not use the same local codes.
with

kinds as (
    select bool_or(not is_synthetic) as has_published
    from staging.stg_operations
),

carried as (
    select distinct o.source, o.programme_codes, o.edition_date
    from staging.stg_operations as o
    cross join kinds
    where not (o.is_synthetic and kinds.has_published)
),

ranked as (
    select
        *,
        dense_rank() over (partition by programme_codes order by edition_date desc) as edition_rank
    from carried
),

listed as (
    select
        case when edition_rank = 1 then 'current' else 'previous' end as slot,
        source,
        programme_codes,
        edition_date,
        unnest(string_split(programme_codes, ':::')) as named
    from ranked
    where edition_rank <= 2
),

members as (
    select distinct
        slot, source, programme_codes, edition_date,
        coalesce(nullif(trim(named), ''), 'unknown') as programme_code
    from listed
),

placed as (
    select
        slot,
        programme_code,
        source,
        row_number() over (
            partition by slot, programme_code
            order by
                case when trim(programme_codes) = programme_code then 0 else 1 end,
                edition_date desc,
                case when source = 'puc' then 0 else 1 end,
                programme_codes
        ) as place
    from members
)

select
    members.slot,
    members.programme_codes,
    members.programme_code,
    members.edition_date,
    members.source,
    -- operations without a programme have no total that two sources could double
    members.programme_code = 'unknown' or members.source = placed.source as speaks
from members
inner join placed
    on members.slot = placed.slot and members.programme_code = placed.programme_code
where placed.place = 1
