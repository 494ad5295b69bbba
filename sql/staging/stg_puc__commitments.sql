-- Grain:  one row per edition and commitment or release of an operation, tracciato FN04.
-- Source: raw.puc_fn04, of each operation the latest file of an edition.
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
    r.causale_disimpegno as release_reason,
    r.importo_impegno as amount_eur,
    -- transfers (-TR) move money between bodies: they are neither commitments nor releases
    cast(
        case r.tipologia_impegno when 'I' then r.importo_impegno
            when 'D' then -r.importo_impegno else 0 end as decimal(18, 2)
    ) as signed_eur,
    -- a transfer has a balance of its own, which controls compare apart
    r.tipologia_impegno like '%-TR' as is_transfer,
    cast(
        case when r.tipologia_impegno like 'D%' then -r.importo_impegno else r.importo_impegno end as decimal(18, 2)
    ) as balance_eur
from raw.puc_fn04 as r
inner join ledger.file as files on r.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on r.file_id = replaced.file_id and r.cod_locale_progetto = replaced.operation_code
where replaced.file_id is null
