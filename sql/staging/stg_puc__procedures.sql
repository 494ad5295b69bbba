-- Grain:  one row per edition and award procedure of an operation, tracciato PG00.
-- Source: raw.puc_pg00, of each operation the latest file of an edition.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    r.cod_proc_agg as procedure_code,
    r.importo_procedura_agg as offered_eur,
    r.importo_aggiudicato as awarded_eur,
    r.data_pubblicazione as publication_date,
    r.data_aggiudicazione as award_date
from raw.puc_pg00 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
