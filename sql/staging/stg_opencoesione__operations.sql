-- Grain:  one row per published record in scope, every file and edition.
-- Source: raw.opencoesione_operations, text as published (persons masked on the way in).
-- Does:   rename, trim, type. A date or amount that cannot be read becomes null; the ledger keeps
--         the original. No joins but the ledger's, no filters, no rules.
with

source as (
    select * from raw.opencoesione_operations
),

renamed as (
    select
        ---------- ids and codes
        file_id,
        trim(COD_LOCALE_PROGETTO) as operation_code,
        nullif(trim(CUP), '') as cup,
        substr(trim(COD_LOCALE_PROGETTO), 1, 5) = 'SINT-' as is_synthetic,
        case trim(OC_COD_CICLO)
            when '0' then '2000-2006'
            when '1' then '2007-2013'
            when '2' then '2014-2020'
            when '3' then '2021-2027'
            else 'unknown'
        end as period_code,
        coalesce(nullif(trim(OC_CODICE_PROGRAMMA), ''), 'unknown') as programme_codes,
        nullif(trim(OC_DESCRIZIONE_PROGRAMMA), '') as programme_names,
        coalesce(nullif(trim(OC_COD_ARTICOLAZ_PROGRAMMA), ''), 'unknown') as axis_codes,
        nullif(trim(OC_DESCR_ARTICOLAZ_PROGRAMMA), '') as axis_names,
        nullif(trim(COD_OB_TEMATICO), '') as published_theme_code,
        upper(coalesce(trim(FONDO_COMUNITARIO), '')) as fund_names,
        upper(coalesce(trim(OC_COD_FONTE), '')) as funding_source_code,
        coalesce(trim(COD_REGIONE), '') as region_codes,
        coalesce(trim(COD_PROVINCIA), '') as province_codes,

        ---------- words
        nullif(trim(OC_TITOLO_PROGETTO), '') as title,
        nullif(trim(OC_SINTESI_PROGETTO), '') as summary,
        nullif(trim(OC_LINK), '') as link,
        nullif(trim(DEN_PROVINCIA), '') as province_names,
        nullif(trim(DEN_COMUNE), '') as municipality_names,
        nullif(trim(DESCR_PROCED_ATTIVAZIONE), '') as call_name,
        nullif(trim(CUP_DESCR_NATURA), '') as cup_nature,
        nullif(trim(CUP_DESCR_SETTORE), '') as cup_sector,
        nullif(trim(CUP_DESCR_CATEGORIA), '') as cup_category,
        nullif(trim(OC_DENOM_BENEFICIARIO), '') as beneficiary_name,
        nullif(trim(OC_CODFISC_BENEFICIARIO), '') as beneficiary_code,
        nullif(trim(OC_DENOM_ATTUATORE), '') as implementing_body_name,
        nullif(trim(OC_CODFISC_ATTUATORE), '') as implementing_body_code,
        nullif(trim(OC_DENOM_REALIZZATORE), '') as delivering_body_name,
        nullif(trim(OC_CODFISC_REALIZZATORE), '') as delivering_body_code,
        -- the first body listed answers for the operation
        nullif(trim(string_split(OC_CODFISC_PROGRAMMATORE, ':::')[1]), '') as programming_body_code,
        nullif(trim(string_split(OC_DENOM_PROGRAMMATORE, ':::')[1]), '') as programming_body_name,

        ---------- status
        nullif(trim(OC_STATO_PROGETTO), '') as status_published,
        case lower(trim(OC_STATO_PROGETTO))
            when 'non avviato' then 'not_started'
            when 'in corso' then 'in_progress'
            when 'liquidato' then 'paid'
            when 'concluso' then 'concluded'
            else 'unknown'
        end as status_code,

        ---------- amounts: what is no amount is extracted as nothing, which is cast to null; a
        ---------- chain of calls is worked out once per distinct value, a condition once per row
        try_cast(replace(regexp_extract(
            trim(FINANZ_UE_FSE), '^-?[0-9]+(,[0-9]+|[.]([0-9]{1,2}|[0-9]{4,}))?$', 0
        ), ',', '.') as decimal(18, 2)) as esf_funding_eur,
        try_cast(replace(regexp_extract(
            trim(FINANZ_UE_IOG), '^-?[0-9]+(,[0-9]+|[.]([0-9]{1,2}|[0-9]{4,}))?$', 0
        ), ',', '.') as decimal(18, 2)) as yei_funding_eur,
        try_cast(replace(regexp_extract(
            trim(FINANZ_UE_FESR), '^-?[0-9]+(,[0-9]+|[.]([0-9]{1,2}|[0-9]{4,}))?$', 0
        ), ',', '.') as decimal(18, 2)) as erdf_funding_eur,
        try_cast(replace(regexp_extract(
            trim(FINANZ_STATO_FSC), '^-?[0-9]+(,[0-9]+|[.]([0-9]{1,2}|[0-9]{4,}))?$', 0
        ), ',', '.') as decimal(18, 2)) as fsc_funding_eur,
        try_cast(replace(regexp_extract(
            trim(FINANZ_PRIVATO), '^-?[0-9]+(,[0-9]+|[.]([0-9]{1,2}|[0-9]{4,}))?$', 0
        ), ',', '.') as decimal(18, 2)) as private_funding_eur,
        try_cast(replace(regexp_extract(
            trim(FINANZ_TOTALE_PUBBLICO), '^-?[0-9]+(,[0-9]+|[.]([0-9]{1,2}|[0-9]{4,}))?$', 0
        ), ',', '.') as decimal(18, 2)) as public_funding_eur,
        try_cast(replace(regexp_extract(
            trim(OC_IMPEGNI_GIURID_VINCOLANTI), '^-?[0-9]+(,[0-9]+|[.]([0-9]{1,2}|[0-9]{4,}))?$', 0
        ), ',', '.') as decimal(18, 2)) as commitments_eur,
        try_cast(replace(regexp_extract(
            trim(TOT_PAGAMENTI), '^-?[0-9]+(,[0-9]+|[.]([0-9]{1,2}|[0-9]{4,}))?$', 0
        ), ',', '.') as decimal(18, 2)) as payments_eur,

        ---------- dates: before 1950 and after 2099 are marks of programs, as 9999-12-31 is
        regexp_extract(
            replace(trim(OC_DATA_INIZIO_PROGETTO), '-', ''), '^(19[5-9]|20[0-9])[0-9]{5}( 00:00:00.*)?$', 0
        ) as start_text,
        regexp_extract(
            replace(trim(OC_DATA_FINE_PROGETTO_PREVISTA), '-', ''), '^(19[5-9]|20[0-9])[0-9]{5}( 00:00:00.*)?$', 0
        ) as planned_end_text,
        regexp_extract(
            replace(trim(OC_DATA_FINE_PROGETTO_EFFETTIVA), '-', ''), '^(19[5-9]|20[0-9])[0-9]{5}( 00:00:00.*)?$', 0
        ) as actual_end_text

    from source
),

dated as (
    select
        * exclude (start_text, planned_end_text, actual_end_text),
        try_cast(
            substr(start_text, 1, 4) || '-' || substr(start_text, 5, 2) || '-'
            || substr(start_text, 7, 2) as date
        ) as start_date,
        try_cast(
            substr(planned_end_text, 1, 4) || '-' || substr(planned_end_text, 5, 2) || '-'
            || substr(planned_end_text, 7, 2) as date
        ) as planned_end_date,
        try_cast(
            substr(actual_end_text, 1, 4) || '-' || substr(actual_end_text, 5, 2) || '-'
            || substr(actual_end_text, 7, 2) as date
        ) as actual_end_date
    from renamed
)

select
    dated.*,
    files.edition_date,
    files.import_sequence,
    files.file_name,
    files.source
from dated
inner join ledger.file as files on dated.file_id = files.file_id
