-- Grain:  one row per provider whose region is known.
-- Source: marts.provider, marts.operation_share.
-- Does:   take the region of its seat; where no file has it, the one with most of its money.
with

spent as (
    select
        provider_code,
        region_code,
        row_number() over (
            partition by provider_code order by sum(public_funding_eur) desc, region_code
        ) as place
    from marts.operation_share
    where slot = 'current' and region_code <> 'not_regionalised'
    group by provider_code, region_code
)

select
    providers.provider_code,
    coalesce(providers.region_code, spent.region_code) as region_code
from marts.provider as providers
left join spent on providers.provider_code = spent.provider_code and spent.place = 1
where coalesce(providers.region_code, spent.region_code) is not null
