-- Grain:  one row per record in scope of the file being imported.
-- Source: judged_operations, with the key and the reason of scope beside the published columns.
-- Does:   mask what names a natural person before it reaches the warehouse. An actor is a person
--         when the tax code is a personal one or the legal form is a sole trader, professional
--         or natural person; a title names one when an actor is a person, when it carries a
--         personal tax code (its parts apart too) or "sig." before a name, or when the operation is
--         a grant to a single person (CUP nature 06, individual measure, at most 50,000 euro). The
--         programme's code before a title is kept.
--         Mails, telephones and bank accounts are taken out of the words.
with

source as (
    select * from judged_operations
    where out_of_scope_reason is null and operation_code <> '' and not has_stray_quote and not has_rounded_code
),

flagged as (
    select
        *,
        -- a personal tax code is already out of every text: what is left of it shows there was one
        coalesce(OC_CODFISC_PROGRAMMATORE, '') like '%OMESSO%'
        or coalesce(OC_CODFISC_ATTUATORE, '') like '%OMESSO%'
        or coalesce(OC_CODFISC_BENEFICIARIO, '') like '%OMESSO%'
        or coalesce(OC_CODFISC_REALIZZATORE, '') like '%OMESSO%' as has_person_code,
        coalesce(OC_CODFISC_PROGRAMMATORE, '') like '%OMESSO%'
        or regexp_matches(coalesce(OC_COD_FORMA_GIU_PROGRAMMATORE, ''), '(^|:::) *1[.]1[.]')
        or regexp_matches(
            lower(coalesce(OC_DESCR_FORMA_GIU_PROGRAMMATORE, '')),
            'person[ae] fisic|imprenditore individuale|libero professionista|lavoratore autonomo'
        ) as is_person_programming,
        regexp_matches(coalesce(OC_COD_FORMA_GIU_PROGRAMMATORE, ''), '(^|:::) *1[.]1[.]')
        or regexp_matches(coalesce(OC_COD_FORMA_GIU_ATTUATORE, ''), '(^|:::) *1[.]1[.]')
        or regexp_matches(coalesce(OC_COD_FORMA_GIU_BENEFICIARIO, ''), '(^|:::) *1[.]1[.]')
        or regexp_matches(coalesce(OC_COD_FORMA_GIU_REALIZZATORE, ''), '(^|:::) *1[.]1[.]')
        or regexp_matches(
            lower(concat_ws(
                ' ', OC_DESCR_FORMA_GIU_PROGRAMMATORE, OC_DESCR_FORMA_GIU_ATTUATORE,
                OC_DESCR_FORMA_GIU_BENEFICIARIO, OC_DESCR_FORMA_GIU_REALIZZATORE
            )),
            'person[ae] fisic|imprenditore individuale|libero professionista|lavoratore autonomo'
        ) as has_person_form,
        case
            when coalesce(trim(CUP_COD_NATURA), '') not in ('06', '6', '6.0') then false
            when coalesce(
                try_cast(replace(trim(FINANZ_TOTALE_PUBBLICO), ',', '.') as decimal(18, 2)), 0
            ) > 50000 then false
            else regexp_matches(
                lower(concat_ws(
                    ' ', OC_TITOLO_PROGETTO, CUP_DESCR_TIPOLOGIA, CUP_DESCR_SOTTOSETTORE,
                    CUP_DESCR_CATEGORIA, DESCR_PROCED_ATTIVAZIONE
                )),
                'tirocin|stage|borsa|borse|voucher|dote|assegn|bonus|work.?experience|dottorat|autoimpiego|individual'
            )
        end as is_single_person_grant,
        coalesce(OC_TITOLO_PROGETTO, '') like '%OMESSO%'
        or coalesce(OC_SINTESI_PROGETTO, '') like '%OMESSO%'
        or regexp_matches(concat_ws(' ', OC_TITOLO_PROGETTO, OC_SINTESI_PROGETTO), $named, 'i')
            as has_masked_title
    from source
),

decided as (
    select
        *,
        has_person_code or has_person_form as has_person_actor,
        has_person_code or has_person_form or is_single_person_grant or has_masked_title
            as names_person
    from flagged
)

select
    decided.* exclude (
        operation_code, has_stray_quote, has_rounded_code, display_flag, aggregate_flag, OC_FLAG_AGGREGATO, has_esf_name, has_esf_money, is_training,
        out_of_scope_reason, has_person_code, has_person_form, is_single_person_grant,
        has_masked_title, has_person_actor, is_person_programming, names_person, COD_LOCALE_PROGETTO, OC_LINK,
        OC_TITOLO_PROGETTO, OC_SINTESI_PROGETTO,
        OC_CODFISC_ATTUATORE, OC_DENOM_ATTUATORE, OC_CODFISC_BENEFICIARIO, OC_DENOM_BENEFICIARIO,
        OC_CODFISC_REALIZZATORE, OC_DENOM_REALIZZATORE, OC_CODFISC_PROGRAMMATORE,
        OC_DENOM_PROGRAMMATORE
    ),
    -- a key that held a tax code stays a key: what it loses is made up from what is not personal
    case
        when operation_code like '%OMESSO%'
            then operation_code || '-' || substr(md5(concat_ws(
                '|', CUP, OC_CODICE_PROGRAMMA, FINANZ_TOTALE_PUBBLICO, OC_DATA_INIZIO_PROGETTO
            )), 1, 8)
        else COD_LOCALE_PROGETTO
    end as COD_LOCALE_PROGETTO,
    case when OC_LINK like '%OMESSO%' then '' else OC_LINK end as OC_LINK,
    case
        when names_person
            then trim(
                regexp_extract(
                    coalesce(OC_TITOLO_PROGETTO, ''),
                    '^(20[0-9]{2}[.]?IT[.]?[0-9]{2}[.]?[0-9A-Z]{4}[.]?[0-9]{3}|[0-9]+)([./_-][0-9.]+)* ',
                    0
                ) || '[NOMINATIVO OMESSO]'
            )
        else regexp_replace(OC_TITOLO_PROGETTO, $contact, '[RECAPITO OMESSO]', 'gi')
    end as OC_TITOLO_PROGETTO,
    case
        when names_person and coalesce(trim(OC_SINTESI_PROGETTO), '') <> ''
            then '[NOMINATIVO OMESSO]'
        else regexp_replace(OC_SINTESI_PROGETTO, $contact, '[RECAPITO OMESSO]', 'gi')
    end as OC_SINTESI_PROGETTO,
    case when has_person_actor then '' else OC_CODFISC_ATTUATORE end as OC_CODFISC_ATTUATORE,
    case when has_person_actor then '[NOMINATIVO OMESSO]' else OC_DENOM_ATTUATORE end
        as OC_DENOM_ATTUATORE,
    case
        -- a hash of a tax code can be undone by trying them all: a person's key is the operation's
        when has_person_actor then md5(operation_code)
        else OC_CODFISC_BENEFICIARIO
    end as OC_CODFISC_BENEFICIARIO,
    case when has_person_actor then '[NOMINATIVO OMESSO]' else OC_DENOM_BENEFICIARIO end
        as OC_DENOM_BENEFICIARIO,
    case when has_person_actor then '' else OC_CODFISC_REALIZZATORE end as OC_CODFISC_REALIZZATORE,
    case when has_person_actor then '[NOMINATIVO OMESSO]' else OC_DENOM_REALIZZATORE end
        as OC_DENOM_REALIZZATORE,
    case when is_person_programming then '' else OC_CODFISC_PROGRAMMATORE end
        as OC_CODFISC_PROGRAMMATORE,
    case when is_person_programming then '[NOMINATIVO OMESSO]' else OC_DENOM_PROGRAMMATORE end
        as OC_DENOM_PROGRAMMATORE
from decided
