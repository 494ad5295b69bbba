-- Grain:  one row per need in force.
-- Does:   give positions, how many are covered and how many are not; the two add up. Excelsior's
--         entries are those of the whole market: they count only beyond what pacts, dossiers and firms
--         state there, so that no position counts twice. The level at which the need was compared
--         stands beside: its own, or the coarser one at which it was last met.
with

linked as (
    select need_id, sum(places) as places
    from staging.int_offers
    where need_id is not null
    group by need_id
),

needed as (
    select
        needs.*,
        sides.answered,
        sides.level_code,
        cast(needs.stated_positions - case when sides.side = 'entry' then sides.netted else 0 end
            as decimal(28, 8)) as positions,
        sides.matched
    from staging.int_needs as needs
    inner join staging.int_need_matches as sides
        on needs.need_id = sides.need_id and sides.side in ('need', 'entry')
)

select
    'current' as slot,
    needed.need_id,
    coalesce(needed.pact_id, 'none') as pact_code,
    needed.dossier,
    needed.region_code,
    regions.macro_area_code,
    needed.province_code,
    coalesce(needed.province_code, needed.region_code) as territory_code,
    needed.year_code,
    needed.occupation_code,
    coalesce(cast(needed.sector_sep as varchar), 'unknown') as sector_sep_code,
    needed.evidence as evidence_code,
    coalesce(
        needed.level_code,
        cast(length(needed.occupation_code) as varchar)
        || case when needed.province_code is null then '_region' else '_province' end
    ) as match_level_code,
    needed.source,
    needed.is_synthetic,
    needed.edition_date,
    needed.hard_to_fill_share,
    needed.stated_positions,
    needed.positions,
    case when needed.pact_id is not null then needed.positions else 0 end as pact_positions,
    needed.answered as answered_positions,
    needed.matched as covered_positions,
    cast(needed.positions - needed.matched as decimal(28, 8)) as unmet_positions,
    cast(coalesce(linked.places, 0) as decimal(28, 8)) as linked_places
from needed
inner join staging.stg_reference__regions as regions on needed.region_code = regions.region_code
left join linked on needed.need_id = linked.need_id
