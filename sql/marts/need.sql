-- Grain:  one row per need in force.
-- Does:   give positions, how many are covered and how many are not; the two add up. The level at
--         which the need was compared stands beside: figures of the occupation code and province or
--         region, or the sector where only courses without an occupation answer it.
with

running as (
    select
        covered.*,
        coalesce(sectors.open, 0) as sector_open,
        coalesce(sectors.covered, 0) as sector_covered,
        covered.positions - covered.covered as open,
        sum(covered.positions - covered.covered) over (
            partition by covered.region_code, covered.year_code, covered.sector_sep
            order by covered.need_id
            rows between unbounded preceding and current row
        ) as running
    from staging.int_need_covered as covered
    left join staging.int_need_sectors as sectors
        on covered.region_code = sectors.region_code
        and covered.year_code = sectors.year_code
        and covered.sector_sep = sectors.sector_sep
),

shared as (
    select
        *,
        case
            when sector_open > 0
                then cast(
                    round(cast(sector_covered as double) * cast(running as double)
                        / nullif(cast(sector_open as double), 0), 8)
                    - round(cast(sector_covered as double) * cast(running - open as double)
                        / nullif(cast(sector_open as double), 0), 8)
                    as decimal(28, 8)
                )
            else 0
        end as by_sector
    from running
)

select
    'current' as slot,
    shared.need_id,
    coalesce(shared.pact_id, 'none') as pact_code,
    shared.dossier,
    shared.region_code,
    regions.macro_area_code,
    shared.province_code,
    shared.territory_code,
    shared.year_code,
    shared.root as occupation_code,
    shared.occupation_code as stated_occupation_code,
    coalesce(cast(shared.sector_sep as varchar), 'unknown') as sector_sep_code,
    shared.evidence as evidence_code,
    case
        when shared.covered = 0 and shared.by_sector > 0 then 'sector'
        else cast(length(shared.root) as varchar)
            || case when shared.is_provincial then '_province' else '_region' end
    end as match_level_code,
    shared.source,
    shared.is_synthetic,
    shared.edition_date,
    shared.hard_to_fill_share,
    shared.stated_positions,
    shared.positions,
    case when shared.pact_id is not null then shared.positions else 0 end as pact_positions,
    shared.answered as answered_positions,
    cast(shared.covered + shared.by_sector as decimal(28, 8)) as covered_positions,
    cast(shared.positions - shared.covered - shared.by_sector as decimal(28, 8))
        as unmet_positions,
    cast(shared.linked as decimal(28, 8)) as linked_places
from shared
inner join staging.stg_reference__regions as regions on shared.region_code = regions.region_code
