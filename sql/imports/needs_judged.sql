-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects; raw.pacts, raw.needs, the
--         reference tables of provinces and occupations.
-- Does:   refuse a need of a pact that was never loaded, of an occupation that no group of the
--         classification holds (the first three major groups, which the 2021 edition changed, are
--         open), of a province in another region, and one that another pact counts already: same
--         place, occupation, year, evidence and source. Mark Excelsior entries that are not tens.
with

known_pacts as (
    select distinct pact_id from raw.pacts
),

groups as (
    select code from raw.reference_occupations where length(code) = 2
),

stated as (
    select
        need_id, row_number, coalesce(pact_id, '') as pact_id, region,
        coalesce(province, '') as province, occupation_code, year, evidence,
        coalesce(source, '') as source
    from checked
    where contract_refusal is null and positions > 0
    union all
    -- what was loaded before counts first
    select
        raw.needs.need_id, 0, coalesce(raw.needs.pact_id, ''), raw.needs.region,
        coalesce(raw.needs.province, ''), raw.needs.occupation_code, raw.needs.year,
        raw.needs.evidence, coalesce(raw.needs.source, '')
    from raw.needs
    anti join checked on raw.needs.need_id = checked.need_id
    where raw.needs.positions > 0
),

first_stated as (
    select
        region, province, occupation_code, year, evidence, source,
        arg_min(pact_id, (row_number, need_id)) as pact_id,
        arg_min(need_id, (row_number, need_id)) as need_id
    from stated
    group by all
    having count(distinct pact_id) > 1
),

ruled as (
    select
        checked.*,
        coalesce(
            contract_refusal,
            case
                when checked.pact_id is not null and known_pacts.pact_id is null
                    then 'unknown_pact: ' || checked.pact_id
                when
                    groups.code is null
                    and not regexp_full_match(checked.occupation_code, '[1-3][1-8][0-9]*')
                    then 'unknown_occupation: ' || checked.occupation_code
                when provinces.nuts2 <> checked.region
                    then 'province_of_another_region: ' || provinces.name || ', ' || checked.region
                when first_stated.need_id is not null and checked.positions > 0
                    then 'need_counted_in_another_pact: ' || first_stated.need_id
            end
        ) as refusal
    from checked
    left join known_pacts on checked.pact_id = known_pacts.pact_id
    left join groups on substr(checked.occupation_code, 1, 2) = groups.code
    left join raw.reference_provinces as provinces on checked.province = provinces.province_code
    left join first_stated
        on checked.region = first_stated.region
        and coalesce(checked.province, '') = first_stated.province
        and checked.occupation_code = first_stated.occupation_code
        and checked.year = first_stated.year
        and checked.evidence = first_stated.evidence
        and coalesce(checked.source, '') = first_stated.source
        and coalesce(checked.pact_id, '') <> first_stated.pact_id
)

select
    *,
    coalesce(evidence = 'excelsior' and positions % 10 <> 0, false) as has_contradiction
from ruled
