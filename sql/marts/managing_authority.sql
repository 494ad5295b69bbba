-- Grain:  one row per managing authority, or programming body of a programme we have no authority of.
with

seen as (
    select
        programming_body_code as managing_authority_code,
        coalesce(max(programming_body_name), programming_body_code) as managing_authority_name
    from staging.int_operations
    where programming_body_code is not null
    group by programming_body_code
),

used as (
    select distinct managing_authority_code
    from marts.operation_share
)

select
    managing_authority_code,
    managing_authority_name,
    nullif(trim(region_code), '') as region_code,
    is_national = 'true' as is_national
from raw.reference_managing_authorities
union all
select
    seen.managing_authority_code,
    seen.managing_authority_name,
    cast(null as varchar) as region_code,
    false as is_national
from seen
inner join used on seen.managing_authority_code = used.managing_authority_code
where seen.managing_authority_code not in (
    select managing_authority_code from raw.reference_managing_authorities
)
