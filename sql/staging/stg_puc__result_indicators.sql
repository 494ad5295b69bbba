-- Grain:  one row per edition and result indicator of an operation, tracciato IN00.
-- Source: raw.puc_in00, of each operation the latest file of an edition.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    r.tipo_indicatore_di_risultato as indicator_type,
    upper(r.cod_indicatore) as indicator_code
from raw.puc_in00 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
