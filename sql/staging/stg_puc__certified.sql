-- Grain:  one row per edition and certified amount of an operation by claim and level, tracciato FN09.
-- Source: raw.puc_fn09, of each operation the latest file of an edition.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    r.data_domanda as claim_date,
    r.id_domanda_pagamento as claim_code,
    r.tipologia_importo as amount_type,
    r.cod_liv_gerarchico as level_code,
    cast(case r.tipologia_importo when 'D' then -r.importo_spesa_tot else r.importo_spesa_tot end
        as decimal(18, 2)) as total_eur,
    cast(case r.tipologia_importo when 'D' then -r.importo_spesa_pub else r.importo_spesa_pub end
        as decimal(18, 2)) as public_eur
from raw.puc_fn09 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
