-- Grain:  one row per programme of 2021-2027 with ESF+ or JTF.
-- Source: raw.reference_plans_2127 (row by row), raw.cohesion_plans_2127 where imported (hgyj-gyin).
-- Does:   state each programme's amount with how precise it is: `euro` to the euro, `rounded` as the
--         press or a page rounds it or with another fund in it, `none` not sourced. An imported plan
--         is exact; of its classifications, views of the same euro, the intervention fields alone count.
with

imported as (
    select
        listed.cci as programme_code,
        sum(listed.eu_amount) as eu_eur,
        sum(listed.total_amount) as total_eur,
        max(listed.last_adoption_date_ecms) as adopted_on,
        dense_rank() over (partition by listed.cci order by max(files.import_sequence) desc) as delivery
    from raw.cohesion_plans_2127 as listed
    inner join ledger.file as files on listed.file_id = files.file_id
    where lower(listed.dimension_type) = 'intervention field'
    group by listed.cci, listed.file_id
)

select
    carried.cci as programme_code,
    carried.programme as programme_name,
    case when imported.programme_code is null then carried.funds else 'FSE+' end as funds,
    carried.category_of_region as category_of_region_code,
    cast(coalesce(imported.eu_eur, cast(nullif(carried.eu_amount, '') as decimal(18, 2)))
        as decimal(18, 2)) as eu_eur,
    cast(coalesce(imported.total_eur, cast(nullif(carried.total_amount, '') as decimal(18, 2)))
        as decimal(18, 2)) as total_eur,
    cast(nullif(carried.eu_rate_pct, '') as double) / 100 as eu_rate,
    case when imported.programme_code is null then carried.precision else 'euro' end
        as precision_code,
    coalesce(cast(imported.adopted_on as varchar), carried.decision) as decision,
    carried.code_status = 'confirmed' as is_code_confirmed,
    carried.source
from raw.reference_plans_2127 as carried
left join imported on carried.cci = imported.programme_code and imported.delivery = 1
