-- Grain:  one row per edition slot (current, previous) and operation.
-- Does:   choose editions and sources. The newest edition that carries a programme is current for all
--         of that programme, the one before is previous, and one source speaks for it in each (see
--         staging.int_programme_sources); of the same operation in one slot the newest edition, then
--         the exchange files, then the latest import, wins. Synthetic rows step aside as soon as
--         published ones exist: the two are never added up. Long texts stay behind: this is sorted twice.
with

kinds as (
    select bool_or(not is_synthetic) as has_published
    from staging.stg_operations
),

published as (
    select o.file_id, o.operation_code, o.programme_codes, o.edition_date, o.source
    from staging.stg_operations as o
    cross join kinds
    where not (o.is_synthetic and kinds.has_published)
),

spoken as (
    select distinct slot, programme_codes, edition_date, source
    from staging.int_programme_sources
    where speaks
),

-- a later file wins: of a newer edition, or of the same one imported again
files as (
    select
        file_id,
        row_number() over (
            order by edition_date, case when source = 'puc' then 1 else 0 end, import_sequence
        ) as file_rank
    from ledger.file
),

-- keys alone are grouped and numbered: the rows they stand for are wide
chosen as (
    select
        spoken.slot,
        published.operation_code,
        max(files.file_rank) as file_rank
    from published
    inner join files on published.file_id = files.file_id
    inner join spoken
        on published.programme_codes = spoken.programme_codes
        and published.edition_date = spoken.edition_date
        and published.source = spoken.source
    group by spoken.slot, published.operation_code
),

numbered as (
    select
        chosen.slot,
        chosen.operation_code,
        files.file_id,
        -- a short key, unique within a slot; the same on every engine, for it is looked up later
        cast(row_number() over (
            order by chosen.file_rank, chosen.operation_code, chosen.slot
        ) as integer) as operation_id
    from chosen
    inner join files on chosen.file_rank = files.file_rank
),

-- OpenCoesione lists who carries out the work (realizzatore) seldom, who answers for it always
named as (
    select
        *,
        coalesce(delivering_body_name, implementing_body_name) as provider_name,
        case
            when delivering_body_name is not null or delivering_body_code is not null
                then delivering_body_code
            else implementing_body_code
        end as body_code
    from staging.stg_operations
)

select
    o.file_id, o.source, o.operation_code, o.is_synthetic, o.edition_date, o.import_sequence,
    o.period_code, o.programme_codes, o.programme_names, o.axis_codes, o.axis_names,
    o.published_theme_code, o.fund_names, o.funding_source_code, o.region_codes,
    o.province_codes, o.status_code, o.programming_body_code, o.programming_body_name,
    o.start_date, o.planned_end_date, o.actual_end_date, o.esf_funding_eur, o.yei_funding_eur,
    o.erdf_funding_eur, o.fsc_funding_eur, o.public_funding_eur, o.commitments_eur,
    o.payments_eur,
    numbered.slot,
    numbered.operation_id,
    coalesce(cast(extract(year from o.start_date) as varchar), 'unknown') as year_code,
    cast(date_diff('day', o.planned_end_date, o.actual_end_date) as integer) as delay_days,
    -- an average of ended operations improves by never ending: those still open stand beside
    cast(
        case
            when o.actual_end_date is null and o.status_code <> 'concluded'
                and o.planned_end_date < o.edition_date
                then date_diff('day', o.planned_end_date, o.edition_date)
        end as integer
    ) as overdue_days,
    md5(coalesce(o.beneficiary_code, o.beneficiary_name)) as beneficiary_key,
    o.provider_name,
    -- who delivers: of several bodies nobody answers alone; a masked name is a natural person's
    case
        when o.provider_name is null and o.body_code is null then 'unknown'
        when o.provider_name like '%OMESSO%' or o.body_code like '%OMESSO%' then 'natural_person'
        when coalesce(o.provider_name, '') like '%:::%' or coalesce(o.body_code, '') like '%:::%'
            then 'unknown'
        else coalesce(upper(o.body_code), 'N-' || substr(md5(upper(o.provider_name)), 1, 12))
    end as provider_code
from named as o
inner join numbered
    on o.operation_code = numbered.operation_code and o.file_id = numbered.file_id
