-- Grain:  one row per stated need of one pact.
-- Source: marts.need.
select
    need_id, year_code, occupation_code, sector_sep_code,
    evidence_code, source, match_level_code, hard_to_fill_share, positions, covered_positions,
    unmet_positions, linked_places
from marts.need
where pact_code = $pact
order by year_code, occupation_code, need_id
