-- Grain:  one row per edition and phase of an operation, tracciato PR00.
-- Source: raw.puc_pr00, of each operation the latest file of an edition.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    r.cod_fase as phase_code,
    r.data_inizio_prevista as planned_start_date,
    r.data_inizio_effettiva as actual_start_date,
    r.data_fine_prevista as planned_end_date,
    r.data_fine_effettiva as actual_end_date
from raw.puc_pr00 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
