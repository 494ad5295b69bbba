-- Grain:  one row per edition, operation, course and year of it, tracciato FO00.
-- Source: raw.puc_fo00, of each operation the latest file of an edition.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    r.cod_corso as course_code,
    r.indice_annualita as course_year,
    r.titolo_corso as title,
    r.data_avvio as start_date,
    r.data_conclusione as end_date
from raw.puc_fo00 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
