-- Grain:  one row per record of the file being imported.
-- Source: incoming, the file's columns under their canonical names.
-- Does:   decide whether a record is in scope, and if not why. ESF money or CUP sector 11 (training
--         and labour-market support) is in scope; what the publisher flags as duplicate, excluded
--         or an aggregate of other records is not.
with

source as (
    select * from incoming
),

read as (
    select
        *,
        coalesce(trim(COD_LOCALE_PROGETTO), '') as operation_code,
        -- data frames write `0.0`; a flag that is no number excludes nothing
        coalesce(nullif(
            regexp_extract(trim(OC_FLAG_VISUALIZZAZIONE), '^([0-9]+)([.,]0+)?$', 1), ''
        ), '0') as display_flag,
        coalesce(nullif(trim(OC_FLAG_AGGREGATO), ''), '0') as aggregate_flag,
        regexp_matches(
            upper(coalesce(FONDO_COMUNITARIO, '')), '(^|:::) *(FSE[+]?|IOG|YEI) *(:::|$)'
        ) as has_esf_name,
        -- however an amount is written, it is positive by a figure that is no nought
        regexp_matches(coalesce(FINANZ_UE_FSE, ''), '^[^-]*[1-9]')
        or regexp_matches(coalesce(FINANZ_UE_IOG, ''), '^[^-]*[1-9]') as has_esf_money,
        coalesce(trim(CUP_COD_SETTORE), '') in ('11', '11.0') as is_training
    from source
),

coded as (
    select
        *,
        -- a quotation mark without its other one is no part of a code
        contains(operation_code, '"')
        and (length(operation_code) - length(replace(operation_code, '"', ''))) % 2 = 1
            as has_stray_quote,
        -- a spreadsheet that took a long code for a number rounded it: several are one then
        contains(operation_code, 'E+')
        and regexp_matches(operation_code, '^[1-9][.,][0-9]+E[+][0-9]{2}$') as has_rounded_code
    from read
)

select
    *,
    case
        when display_flag = '1' then 'flagged_duplicate'
        when display_flag <> '0' then 'flagged_excluded'
        when not regexp_matches(aggregate_flag, '^0+([.,]0*)?$') then 'flagged_aggregate'
        when not (has_esf_name or has_esf_money or is_training) then 'neither_esf_nor_training'
    end as out_of_scope_reason
from coded
