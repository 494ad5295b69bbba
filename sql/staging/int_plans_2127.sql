-- Grain:  one row per programme of 2021-2027 with ESF+ or JTF.
-- Source: raw.reference_plans_2127 (row by row), raw.cohesion_plans_2127 where imported (hgyj-gyin).
-- Does:   state each programme's amount with how precise it is: `euro` to the euro, `rounded` as the
--         press or a page rounds it or with another fund in it, `none` not sourced. An imported plan
--         is exact; of its classifications, views of the same euro, the intervention fields alone count.
--         Only an exact plan of ESF+ alone, not replaced by one that we do not know, carries a rate:
--         `no_rate_reason` names what stands against it.
with

imported as (
    select
        listed.cci as programme_code,
        files.edition_date,
        sum(listed.eu_amount) as eu_eur,
        sum(listed.total_amount) as total_eur,
        max(listed.last_adoption_date_ecms) as adopted_on,
        dense_rank() over (partition by listed.cci order by max(files.import_sequence) desc) as delivery
    from raw.cohesion_plans_2127 as listed
    inner join ledger.file as files on listed.file_id = files.file_id
    where lower(listed.dimension_type) = 'intervention field'
    group by listed.cci, listed.file_id, files.edition_date
),

together as (
    select
        carried.cci as programme_code,
        imported.programme_code is not null as is_imported,
        case when imported.programme_code is null then carried.funds else 'FSE+' end as funds,
        cast(coalesce(imported.eu_eur, cast(nullif(carried.eu_amount, '') as decimal(18, 2)))
            as decimal(18, 2)) as eu_eur,
        cast(coalesce(imported.total_eur, cast(nullif(carried.total_amount, '') as decimal(18, 2)))
            as decimal(18, 2)) as total_eur,
        case when imported.programme_code is null then carried.precision else 'euro' end
            as precision_code,
        coalesce(cast(imported.adopted_on as varchar), carried.decision_it) as decision_it,
        coalesce(cast(imported.adopted_on as varchar), carried.decision_en) as decision_en,
        case when imported.programme_code is null then nullif(carried.superseded_by, '') end
            as superseded_by,
        coalesce(imported.edition_date, cast(carried.edition as date)) as edition_date,
        carried.source
    from raw.reference_plans_2127 as carried
    left join imported on carried.cci = imported.programme_code and imported.delivery = 1
)

select
    *,
    case
        when precision_code = 'none' then 'none'
        when funds <> 'FSE+' then 'other_fund'
        when precision_code = 'rounded' then 'rounded'
        when superseded_by is not null then 'superseded'
    end as no_rate_reason
from together
