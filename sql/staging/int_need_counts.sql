-- Grain:  one row per need in force.
-- Does:   give each need its cell (territory, year, occupation at the level of comparison) and the
--         positions that count. Excelsior's entries are those of the whole market: in a cell they
--         count only beyond what pacts, dossiers and firms state there, so that no position counts
--         twice.
with

placed as (
    select
        needs.*,
        roots.root,
        roots.is_provincial,
        case when roots.is_provincial then needs.province_code else needs.region_code end
            as territory_code,
        case when needs.evidence = 'excelsior' then needs.stated_positions else 0 end as entries,
        case when needs.evidence = 'excelsior' then 0 else needs.stated_positions end as stated
    from staging.int_needs as needs
    inner join staging.int_need_roots as roots
        on needs.region_code = roots.region_code
        and needs.year_code = roots.year_code
        and needs.occupation_code = roots.occupation_code
),

summed as (
    select
        *,
        sum(entries) over (partition by region_code, year_code, root, territory_code)
            as all_entries,
        sum(stated) over (partition by region_code, year_code, root, territory_code) as all_stated,
        sum(entries) over (
            partition by region_code, year_code, root, territory_code order by need_id
            rows between unbounded preceding and current row
        ) as running
    from placed
),

beyond as (
    select
        *,
        cast(greatest(all_entries - all_stated, 0) as double) as uncovered_entries
    from summed
)

select
    * exclude (entries, stated, all_entries, all_stated, running, uncovered_entries),
    case
        when evidence <> 'excelsior' then stated_positions
        else cast(
            round(
                uncovered_entries * cast(running as double)
                / nullif(cast(all_entries as double), 0), 8
            )
            - round(
                uncovered_entries * cast(running - entries as double)
                / nullif(cast(all_entries as double), 0), 8
            )
            as decimal(28, 8)
        )
    end as positions
from beyond
