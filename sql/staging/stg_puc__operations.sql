-- Grain:  one row per edition and operation of a delivery, tracciato AP00.
-- Source: raw.puc_ap00, of each operation the latest file of an edition.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    upper(r.tipo_operazione) as operation_type,
    r.titolo_progetto as title,
    r.sintesi_prg as summary,
    r.cup,
    r.data_inizio as start_date,
    r.data_fine_prevista as planned_end_date,
    r.data_fine_effettiva as actual_end_date,
    files.file_name,
    files.source
from raw.puc_ap00 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
