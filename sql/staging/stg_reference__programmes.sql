-- Grain:  one row per programme of the ESF, by CCI.
-- Source: raw.reference_programmes (2007-2013 and 2014-2020) and raw.reference_programmes_2021_2027.
-- Does:   give each programme its region and its managing authority. A code that is inferred and
--         not read in a source is `is_verified = false`: it names, it never assigns a region.
with

earlier as (
    select
        p.cci as programme_code,
        p.name as programme_name,
        p.period as period_code,
        case
            when p.region = 'PA BOLZANO' then 'ITH1'
            when p.region = 'PA TRENTO' then 'ITH2'
            else r.region_code
        end as region_code,
        true as is_verified
    from raw.reference_programmes as p
    left join staging.stg_reference__regions as r
        on p.region = r.published_region_name and r.published_region_code <> '004'
),

latest as (
    select
        cci as programme_code,
        name as programme_name,
        period as period_code,
        nullif(trim(region_code), '') as region_code,
        confidence = 'S' as is_verified
    from raw.reference_programmes_2021_2027
),

together as (
    select * from earlier
    union all
    select * from latest
)

select
    programme_code,
    programme_name,
    period_code,
    region_code,
    coalesce(region_code, programme_code) as managing_authority_code,
    region_code is null as is_national,
    is_verified
from together
