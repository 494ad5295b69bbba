-- Grain:  one row per edition and admitted commitment by level, tracciato FN05.
-- Source: raw.puc_fn05, of each operation the latest file of an edition.
-- Does:   rename; no filters but files replaced within their edition, no rules.
select
    r.file_id,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic,
    r.cod_locale_progetto as operation_code,
    r.cod_impegno as commitment_code,
    r.tipologia_impegno as commitment_type,
    r.data_impegno as commitment_date,
    upper(r.cod_programma) as programme_code,
    r.cod_liv_gerarchico as level_code,
    r.data_imp_amm as admission_date,
    r.tipologia_imp_amm as admitted_type,
    r.importo_imp_amm as amount_eur,
    cast(
        case r.tipologia_imp_amm when 'I' then r.importo_imp_amm
            when 'D' then -r.importo_imp_amm else 0 end as decimal(18, 2)
    ) as signed_eur,
    -- a transfer has a balance of its own, which controls compare apart
    r.tipologia_imp_amm like '%-TR' as is_transfer,
    cast(
        case when r.tipologia_imp_amm like 'D%' then -r.importo_imp_amm else r.importo_imp_amm end as decimal(18, 2)
    ) as balance_eur
from raw.puc_fn05 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
