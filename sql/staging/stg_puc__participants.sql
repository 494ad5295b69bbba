-- Grain:  one row per edition, operation, person and course, tracciato SC01.
-- Source: raw.puc_sc01, of each operation the latest file of an edition; persons are pseudonyms.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    r.codice_fiscale as person_id,
    r.codice_corso as course_code,
    r.sesso as sex,
    r.data_nascita as birth_month,
    substr(r.cod_istat_res, 1, 3) as published_region_code,
    substr(r.cod_istat_res, 4, 3) as published_province_code,
    regexp_replace(r.titolo_studio, '^0+', '', 'g') as education_code,
    regexp_replace(r.cond_mercato_ingresso, '^0+', '', 'g') as status_code,
    regexp_replace(r.durata_ricerca, '^0+', '', 'g') as search_code,
    r.data_uscita as exit_date,
    coalesce(r.unread, '') like '%data_uscita%' as exit_date_is_unread
from raw.puc_sc01 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
