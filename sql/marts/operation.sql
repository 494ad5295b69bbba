-- Grain:  one row per current operation, whole amounts.
-- Does:   gather what the list, the detail and the export of operations show.
with

parts as (
    select
        shares.*,
        coalesce(regions.region_name, 'Non regionalizzato') as region_name
    from marts.operation_share as shares
    left join staging.stg_reference__regions as regions on shares.region_code = regions.region_code
    where shares.slot = 'current'
),

-- nearly every operation is one part: only the others are gathered
places as (
    select
        operation_id, region_code as region_codes, region_name as region_names,
        fund_code as fund_codes, fund_code, programme_code, axis_code, theme_code,
        managing_authority_code, is_estimated
    from parts
    where not has_parts
    union all
    select
        operation_id,
        string_agg(distinct region_code, '|' order by region_code) as region_codes,
        string_agg(distinct region_name, ' | ' order by region_name) as region_names,
        string_agg(distinct fund_code, '|' order by fund_code) as fund_codes,
        min(fund_code) as fund_code,
        string_agg(distinct programme_code, '|' order by programme_code) as programme_code,
        string_agg(distinct axis_code, '|' order by axis_code) as axis_code,
        min(theme_code) as theme_code,
        min(managing_authority_code) as managing_authority_code,
        bool_or(is_estimated) as is_estimated
    from parts
    where has_parts
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
