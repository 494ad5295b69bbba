-- Grain:  one row per edition, operation and year of its cost plan, tracciato FN03.
-- Source: raw.puc_fn03, of each operation the latest file of an edition.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    r.anno_piano as plan_year,
    coalesce(r.imp_realizzato, 0) as realised_eur,
    coalesce(r.imp_da_realizzare, 0) as to_realise_eur
from raw.puc_fn03 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
