-- Grain:  one row per operation, file and edition, by any deliverer.
-- Source: staging.stg_opencoesione__operations and staging.int_puc_operations.
-- Does:   put published operations and those of the exchange files under one another. Of a programme
--         the newest edition speaks, whichever of the two it is; of one edition the latest import.
select
    file_id, edition_date, import_sequence, file_name, source, operation_code, cup, is_synthetic,
    period_code, programme_codes, programme_names, axis_codes, axis_names, published_theme_code,
    fund_names, funding_source_code, region_codes, province_codes, title, summary, link,
    province_names, municipality_names, call_name, cup_nature, cup_sector, beneficiary_name,
    beneficiary_code, implementing_body_name, implementing_body_code, delivering_body_name,
    delivering_body_code, programming_body_code,
    programming_body_name,
    status_published, status_code, esf_funding_eur, yei_funding_eur, erdf_funding_eur,
    fsc_funding_eur, private_funding_eur, public_funding_eur, commitments_eur, payments_eur,
    start_date, planned_end_date, actual_end_date
from staging.stg_opencoesione__operations
union all
select
    file_id, edition_date, import_sequence, file_name, source, operation_code, cup, is_synthetic,
    period_code, programme_codes, cast(null as varchar) as programme_names, axis_codes,
    cast(null as varchar) as axis_names, published_theme_code, 'FSE' as fund_names,
    '' as funding_source_code, region_codes, province_codes, title, summary,
    cast(null as varchar) as link, cast(null as varchar) as province_names,
    cast(null as varchar) as municipality_names, cast(null as varchar) as call_name,
    cast(null as varchar) as cup_nature, cast(null as varchar) as cup_sector, beneficiary_name,
    beneficiary_code, implementing_body_name, implementing_body_code, delivering_body_name,
    delivering_body_code, programming_body_code,
    programming_body_name,
    status_published, status_code, esf_funding_eur, yei_funding_eur, erdf_funding_eur,
    fsc_funding_eur, private_funding_eur, public_funding_eur, commitments_eur, payments_eur,
    start_date, planned_end_date, actual_end_date
from staging.int_puc_operations
