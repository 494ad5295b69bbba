-- Grain:  one row per provider that a file of providers describes.
-- Source: raw.providers, names of natural persons masked on the way in.
-- Does:   take the newest edition that describes a provider, the later delivery of two. Natural
--         persons share one code: theirs would single one person out. A provider without a kind
--         may be a person: it stays unknown unless its code is a company's, of eleven digits.
with

ranked as (
    select
        p.provider_id, p.name, p.kind, p.region, p.province, p.accreditation, p.reply,
        files.edition_date,
        files.is_synthetic,
        row_number() over (
            partition by p.provider_id
            order by files.edition_date desc, files.import_sequence desc, p.row_number desc
        ) as choice
    from raw.providers as p
    inner join ledger.file as files on p.file_id = files.file_id
)

select
    provider_id,
    case
        when kind = 'natural_person' then 'natural_person'
        when coalesce(trim(kind), '') = '' and not regexp_matches(trim(provider_id), '^[0-9]{11}$')
            then 'unknown'
        else upper(provider_id)
    end as provider_code,
    name, kind, region, province, accreditation, reply, edition_date, is_synthetic
from ranked
where choice = 1
