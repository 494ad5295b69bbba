-- Grain:  one row per provider that a figure or a file of providers names.
-- Does:   describe it: by the file of providers, otherwise by its name where it carries out an
--         operation. Natural persons have one code and no name: they are a fixed member.
with

bodies as (
    select provider_code, max(provider_name) as provider_name
    from staging.int_operations
    where provider_code not in ('unknown', 'natural_person')
    group by provider_code
),

used as (
    select distinct provider_code from marts.participation
    union
    select distinct provider_code from marts.operation_share
    union
    select provider_code from staging.int_providers
),

described as (
    select *
    from (
        select
            *,
            row_number() over (partition by provider_code order by provider_id) as place
        from staging.int_providers
    ) as numbered
    where place = 1
)

select
    used.provider_code,
    coalesce(described.name, bodies.provider_name, used.provider_code) as provider_name,
    described.kind as kind_code,
    described.region as region_code,
    described.province as province_code,
    described.accreditation,
    described.reply,
    described.edition_date,
    coalesce(described.is_synthetic, false) as is_synthetic
from used
left join described on used.provider_code = described.provider_code
left join bodies on used.provider_code = bodies.provider_code
where used.provider_code not in ('unknown', 'natural_person')
