-- Grain:  one row per edition and payment or recovery of an operation, tracciato FN06.
-- Source: raw.puc_fn06, of each operation the latest file of an edition.
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
    r.importo_pag as amount_eur,
    cast(
        case r.tipologia_pag when 'P' then r.importo_pag
            when 'R' then -r.importo_pag else 0 end as decimal(18, 2)
    ) as signed_eur,
    -- a transfer has a balance of its own, which controls compare apart
    r.tipologia_pag like '%-TR' as is_transfer,
    cast(
        case when r.tipologia_pag like 'R%' then -r.importo_pag else r.importo_pag end as decimal(18, 2)
    ) as balance_eur
from raw.puc_fn06 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
