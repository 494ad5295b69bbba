-- Grain:  one row per current operation, whole amounts.
-- Does:   gather what the list, the detail and the export of operations show.
with

parts as (
    select
        shares.operation_id, shares.region_code, shares.fund_code, shares.programme_code,
        shares.axis_code, shares.theme_code, shares.managing_authority_code, shares.is_estimated,
        coalesce(regions.region_name, 'Non regionalizzato') as region_name
    from marts.operation_share as shares
    left join staging.stg_reference__regions as regions on shares.region_code = regions.region_code
    where shares.slot = 'current' and shares.has_parts
),

-- nearly every operation is one part: only the others are gathered
places as (
    select
        shares.operation_id,
        shares.region_code as region_codes,
        coalesce(regions.region_name, 'Non regionalizzato') as region_names,
        shares.fund_code as fund_codes, shares.fund_code, shares.programme_code, shares.axis_code,
        shares.theme_code, shares.managing_authority_code, shares.is_estimated
    from marts.operation_share as shares
    left join staging.stg_reference__regions as regions on shares.region_code = regions.region_code
    where shares.slot = 'current' and not shares.has_parts
    union all
    select
        operation_id,
        array_to_string(list_sort(list_distinct(array_agg(region_code))), '|') as region_codes,
        array_to_string(list_sort(list_distinct(array_agg(region_name))), ' | ') as region_names,
        array_to_string(list_sort(list_distinct(array_agg(fund_code))), '|') as fund_codes,
        min(fund_code) as fund_code,
        array_to_string(list_sort(list_distinct(array_agg(programme_code))), '|')
            as programme_code,
        array_to_string(list_sort(list_distinct(array_agg(axis_code))), '|') as axis_code,
        min(theme_code) as theme_code,
        min(managing_authority_code) as managing_authority_code,
        bool_or(is_estimated) as is_estimated
    from parts
    group by operation_id
)

select
    o.operation_id,
    o.operation_code,
    published.cup,
    published.title,
    published.summary,
    published.link,
    o.period_code,
    places.programme_code,
    o.programme_names as programme_name,
    places.axis_code,
    o.axis_names as axis_name,
    places.theme_code,
    places.fund_code,
    places.fund_codes,
    places.region_codes,
    places.region_names,
    places.managing_authority_code,
    o.status_code,
    published.status_published,
    o.start_date,
    o.planned_end_date,
    o.actual_end_date,
    o.delay_days,
    o.public_funding_eur,
    o.commitments_eur,
    o.payments_eur,
    o.esf_funding_eur as eu_esf_funding_eur,
    published.private_funding_eur,
    published.beneficiary_name,
    published.implementing_body_name,
    published.call_name,
    published.cup_nature,
    published.cup_sector,
    published.province_names,
    published.municipality_names,
    places.is_estimated,
    o.is_synthetic,
    o.edition_date,
    published.source,
    o.file_id,
    published.file_name
from staging.int_operations as o
inner join places on o.operation_id = places.operation_id
inner join staging.stg_operations as published
    on o.file_id = published.file_id and o.operation_code = published.operation_code
where o.slot = 'current'
