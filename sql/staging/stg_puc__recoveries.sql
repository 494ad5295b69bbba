-- Grain:  one row per edition and recovery of an operation, tracciato FN12.
-- Source: raw.puc_fn12, of each operation the latest file of an edition.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    r.cod_recupero as recovery_code,
    r.importo_da_recuperare as due_eur,
    r.importo_rimborsato as repaid_eur,
    r.importo_non_recuperabile as lost_eur
from raw.puc_fn12 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
