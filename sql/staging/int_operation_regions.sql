-- Grain:  one row per slot, operation and region named in the source.
-- Does:   take apart the regions joined with `:::`, in equal shares. Pseudo-regions (national,
--         abroad, nowhere) are `not_regionalised`. Region 004 becomes Bolzano or Trento by
--         province, both in equal parts where the province does not show it.
with

-- nearly every operation names one region: only the others are taken apart and weighed
apart as (
    select
        slot,
        operation_id,
        province_codes,
        unnest(string_split(region_codes, ':::')) as region_text
    from staging.int_operations
    where region_codes like '%:::%'
),

named as (
    select distinct slot, operation_id, province_codes, trim(region_text) as region_text
    from apart
),

single as (
    select
        slot,
        operation_id,
        province_codes,
        trim(region_codes) as region_text,
        cast(1.0 as double) as weight
    from staging.int_operations
    where not region_codes like '%:::%'
),

-- a file that lost its leading zeros still shows its regions; a longer code is no region
padded as (
    select distinct
        slot,
        operation_id,
        province_codes,
        case when length(region_text) <= 3 then lpad(region_text, 3, '0') else region_text end
            as published_region_code
    from named
),

shared as (
    select
        slot,
        operation_id,
        province_codes,
        published_region_code,
        cast(1.0 as double) / count(*) over (partition by slot, operation_id) as weight
    from padded
    union all
    select
        slot,
        operation_id,
        province_codes,
        case when length(region_text) <= 3 then lpad(region_text, 3, '0') else region_text end
            as published_region_code,
        weight
    from single
),

-- the province shows which half of region 004 is meant
weighted as (
    select
        slot,
        operation_id,
        published_region_code,
        case
            when published_region_code = '004'
                then regexp_matches(province_codes, '(^|:::) *(004)?021')
        end as is_bolzano,
        case
            when published_region_code = '004'
                then regexp_matches(province_codes, '(^|:::) *(004)?022')
        end as is_trento,
        weight
    from shared
),

placed as (
    select
        weighted.slot,
        weighted.operation_id,
        coalesce(regions.region_code, 'not_regionalised') as region_code,
        case
            when weighted.is_bolzano = weighted.is_trento then weighted.weight * cast(0.5 as double)
            else weighted.weight
        end as weight
    from weighted
    left join staging.stg_reference__regions as regions
        on weighted.published_region_code = regions.published_region_code
        and (
            weighted.published_region_code <> '004'
            or weighted.is_bolzano = weighted.is_trento
            or (weighted.is_bolzano and regions.region_code = 'ITH1')
            or (weighted.is_trento and regions.region_code = 'ITH2')
        )
)

-- a whole operation in one region is one row already: only parts are gathered
select slot, operation_id, region_code, weight as region_share
from placed
where weight = 1
union all
select slot, operation_id, region_code, sum(weight) as region_share
from placed
where weight < 1
group by slot, operation_id, region_code
