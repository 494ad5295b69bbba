-- Grain:  one row per edition, payment of an operation and receipt of it, tracciato FN11.
-- Source: raw.puc_fn11, of each operation the latest file of an edition.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    r.cod_pagamento as payment_code,
    r.tipologia_pag as payment_type,
    r.data_pagamento as payment_date,
    r.numero_giustificativo as receipt_number
from raw.puc_fn11 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
