-- Grain:  one row per current operation, whole amounts.
-- Does:   gather what the list, the detail and the export of operations show.
with

places as (
    select
        shares.operation_id,
        string_agg(distinct shares.region_code, '|') as region_codes,
        string_agg(distinct coalesce(regions.region_name, 'Non regionalizzato'), ' | ')
            as region_names,
        string_agg(distinct shares.fund_code, '|') as fund_codes,
        min(shares.fund_code) as fund_code,
        string_agg(distinct shares.programme_code, '|') as programme_code,
        string_agg(distinct shares.axis_code, '|') as axis_code,
        min(shares.theme_code) as theme_code,
        min(shares.managing_authority_code) as managing_authority_code,
        bool_or(shares.is_estimated) as is_estimated
    from marts.operation_share as shares
    left join staging.stg_reference__regions as regions on shares.region_code = regions.region_code
    where shares.slot = 'current'
    group by shares.operation_id
)

select
    o.operation_id,
    o.operation_code,
    o.cup,
    o.title,
    o.summary,
    o.link,
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
    o.status_published,
    o.start_date,
    o.planned_end_date,
    o.actual_end_date,
    o.delay_days,
    o.public_funding_eur,
    o.commitments_eur,
    o.payments_eur,
    o.esf_funding_eur as eu_esf_funding_eur,
    o.private_funding_eur,
    o.beneficiary_name,
    o.implementing_body_name,
    o.call_name,
    o.cup_nature,
    o.cup_sector,
    o.province_names,
    o.municipality_names,
    places.is_estimated,
    o.is_synthetic,
    o.edition_date,
    o.source,
    o.file_id,
    o.file_name
from staging.int_operations as o
inner join places on o.operation_id = places.operation_id
where o.slot = 'current'
order by o.operation_code
