-- Grain:  one row per field of the file that could not be read.
-- Source: raw.opencoesione_operations of one file; scan, which knows each record's place.
-- Does:   find dates that are no day of any calendar and amounts that are no number.
with

fields as (
    select
        operation_code,
        column_name,
        trim(value) as value
    from (
        select
            trim(COD_LOCALE_PROGETTO) as operation_code,
            * exclude (file_id, COD_LOCALE_PROGETTO)
        from raw.opencoesione_operations
        where file_id = $file_id
    ) unpivot (
        value for column_name in (
            DATA_AGGIORNAMENTO,
            OC_DATA_INIZIO_PROGETTO, OC_DATA_FINE_PROGETTO_PREVISTA,
            OC_DATA_FINE_PROGETTO_EFFETTIVA,
            DATA_INIZIO_PREV_STUDIO_FATT, DATA_INIZIO_EFF_STUDIO_FATT,
            DATA_FINE_PREV_STUDIO_FATT, DATA_FINE_EFF_STUDIO_FATT,
            DATA_INIZIO_PREV_PROG_PREL, DATA_INIZIO_EFF_PROG_PREL,
            DATA_FINE_PREV_PROG_PREL, DATA_FINE_EFF_PROG_PREL,
            DATA_INIZIO_PREV_PROG_DEF, DATA_INIZIO_EFF_PROG_DEF,
            DATA_FINE_PREV_PROG_DEF, DATA_FINE_EFF_PROG_DEF,
            DATA_INIZIO_PREV_PROG_ESEC, DATA_INIZIO_EFF_PROG_ESEC,
            DATA_FINE_PREV_PROG_ESEC, DATA_FINE_EFF_PROG_ESEC,
            DATA_INIZIO_PREV_AGG_BANDO, DATA_INIZIO_EFF_AGG_BANDO,
            DATA_FINE_PREV_AGG_BANDO, DATA_FINE_EFF_AGG_BANDO,
            DATA_INIZIO_PREV_STIP_ATTRIB, DATA_INIZIO_EFF_STIP_ATTRIB,
            DATA_FINE_PREV_STIP_ATTRIB, DATA_FINE_EFF_STIP_ATTRIB,
            DATA_INIZIO_PREV_ESECUZIONE, DATA_INIZIO_EFF_ESECUZIONE,
            DATA_FINE_PREV_ESECUZIONE, DATA_FINE_EFF_ESECUZIONE,
            DATA_INIZIO_PREV_COLLAUDO, DATA_INIZIO_EFF_COLLAUDO,
            DATA_FINE_PREV_COLLAUDO, DATA_FINE_EFF_COLLAUDO,
            FINANZ_UE_FSE, FINANZ_UE_IOG, FINANZ_UE_FESR, FINANZ_STATO_FSC, FINANZ_PRIVATO,
            FINANZ_TOTALE_PUBBLICO, OC_IMPEGNI_GIURID_VINCOLANTI, TOT_PAGAMENTI
        )
    )
    where value <> ''
),

judged as (
    select
        operation_code,
        column_name,
        value,
        case
            when column_name like '%DATA_%'
                and try_cast(
                    substr(replace(value, '-', ''), 1, 4) || '-'
                    || substr(replace(value, '-', ''), 5, 2) || '-'
                    || substr(replace(value, '-', ''), 7, 2) as date
                ) is null
                then 'impossible_date'
            when column_name not like '%DATA_%'
                and try_cast(replace(value, ',', '.') as decimal(18, 2)) is null
                then 'unreadable_amount'
        end as reason
    from fields
    where value <> ''
),

places as (
    select
        operation_code,
        min(row_number) as row_number
    from scan
    group by operation_code
)

select
    $file_id as file_id,
    places.row_number,
    judged.operation_code,
    judged.column_name,
    judged.value,
    judged.reason
from judged
inner join places on judged.operation_code = places.operation_code
where judged.reason is not null
