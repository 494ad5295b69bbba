-- Grain:  one row per edition and admitted payment by level, tracciato FN07.
-- Source: raw.puc_fn07, of each operation the latest file of an edition.
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
    upper(r.cod_programma) as programme_code,
    r.cod_liv_gerarchico as level_code,
    r.data_pag_amm as admission_date,
    r.tipologia_pag_amm as admitted_type,
    r.importo_pag_amm as amount_eur,
    cast(
        case r.tipologia_pag_amm when 'P' then r.importo_pag_amm
            when 'R' then -r.importo_pag_amm else 0 end as decimal(18, 2)
    ) as signed_eur,
    -- a transfer has a balance of its own, which controls compare apart
    r.tipologia_pag_amm like '%-TR' as is_transfer,
    cast(
        case when r.tipologia_pag_amm like 'R%' then -r.importo_pag_amm else r.importo_pag_amm end as decimal(18, 2)
    ) as balance_eur
from raw.puc_fn07 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
