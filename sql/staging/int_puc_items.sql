-- Grain:  one row per edition, operation, tracciato and item of it that a control asks for.
-- Does:   list what a delivery has of each operation: of AP03 which classifications, of SC00 which
--         roles, of IN01 which types, of PR00 which phases, of the others that there is something.
with

delivered as (
    select file_id, cod_locale_progetto as operation_code, 'AP01' as tracciato, '' as item
    from raw.puc_ap01
    union all
    select file_id, cod_locale_progetto as operation_code, 'AP03' as tracciato, upper(tipo_class) as item
    from raw.puc_ap03
    union all
    select file_id, cod_locale_progetto as operation_code, 'AP05' as tracciato, '' as item
    from raw.puc_ap05
    union all
    select file_id, cod_locale_progetto as operation_code, 'AP06' as tracciato, '' as item
    from raw.puc_ap06
    union all
    select file_id, cod_locale_progetto as operation_code, 'SC00' as tracciato, cod_ruolo_sog as item
    from raw.puc_sc00
    union all
    select file_id, cod_locale_progetto as operation_code, 'FN02' as tracciato, '' as item
    from raw.puc_fn02
    union all
    select file_id, cod_locale_progetto as operation_code, 'FN03' as tracciato, '' as item
    from raw.puc_fn03
    union all
    select file_id, cod_locale_progetto as operation_code, 'IN00' as tracciato, '' as item
    from raw.puc_in00
    union all
    select file_id, cod_locale_progetto as operation_code, 'IN01' as tracciato, tipo_indicatore_di_output as item
    from raw.puc_in01
    union all
    select file_id, cod_locale_progetto as operation_code, 'PR00' as tracciato, cod_fase as item
    from raw.puc_pr00
    union all
    select file_id, cod_locale_progetto as operation_code, 'PR01' as tracciato, '' as item
    from raw.puc_pr01
)

select distinct
    files.edition_date,
    delivered.operation_code,
    delivered.tracciato,
    delivered.item
from delivered
inner join ledger.file as files on delivered.file_id = files.file_id
left join staging.int_puc_replaced as replaced
    on delivered.file_id = replaced.file_id and delivered.operation_code = replaced.operation_code
where replaced.file_id is null
