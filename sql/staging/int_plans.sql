-- Grain:  one row per plan edition, programme, fund, priority axis, objective and category of region.
-- Source: raw.reference_implementation (99js-gm52, edition of 27 October 2022: the plan beside each
--         reference date), raw.reference_plans (e4v6-qrrq, 27 October 2022), and what was imported of
--         both. European Commission, Cohesion Open Data.
-- Does:   put every dated plan in one table: an imported file replaces the carried plan of its day,
--         a later import an earlier one. The fund codes become ours (ESF is FSE, YEI is IOG).
with

published as (
    select
        0 as import_sequence, '99js-gm52' as dataset, cast(reference_date as date) as edition_date,
        cci, fund, priority, "to" as objective, category_of_region as category,
        cast(eu_amount as decimal(18, 2)) as eu_amount_eur,
        cast(total_amount as decimal(18, 2)) as planned_budget_eur
    from raw.reference_implementation
    union all
    select
        0 as import_sequence, 'e4v6-qrrq' as dataset, cast('2022-10-27' as date) as edition_date,
        cci, fund, priority, "to" as objective, category_of_region as category,
        cast(eu_amount as decimal(18, 2)) as eu_amount_eur,
        cast(total_amount as decimal(18, 2)) as planned_budget_eur
    from raw.reference_plans
    union all
    select
        files.import_sequence, '99js-gm52' as dataset, listed.reference_date as edition_date,
        listed.cci, listed.fund, listed.priority, listed."to" as objective,
        listed.category_of_region as category, listed.eu_amount as eu_amount_eur,
        listed.total_amount as planned_budget_eur
    from raw.cohesion_implementation as listed
    inner join ledger.file as files on listed.file_id = files.file_id
    union all
    select
        files.import_sequence, 'e4v6-qrrq' as dataset, files.edition_date,
        listed.cci, listed.fund, listed.priority, listed."to" as objective,
        listed.category_of_region as category, listed.eu_amount as eu_amount_eur,
        listed.total_amount as planned_budget_eur
    from raw.cohesion_plans as listed
    inner join ledger.file as files on listed.file_id = files.file_id
),

ranked as (
    select
        *,
        dense_rank() over (
            partition by cci, upper(fund), edition_date order by import_sequence desc, dataset desc
        ) as delivery
    from published
)

select
    edition_date,
    dataset,
    cci as programme_code,
    case when upper(fund) = 'YEI' then 'IOG' else 'FSE' end as fund_code,
    priority as axis_code,
    regexp_replace(upper(priority), '^0+', '', 'g') as axis_key,
    case
        when objective in ('08', '09', '10', '11', '13') then objective
        when objective = 'MULTI' then 'multi'
        else 'TA'
    end as theme_code,
    case category
        when 'Less developed' then 'less_developed'
        when 'Transition' then 'transition'
        when 'More developed' then 'more_developed'
        when 'REACT-EU' then 'react_eu'
        when 'VOID' then 'none'
        else coalesce(category, 'none')
    end as category_of_region_code,
    eu_amount_eur,
    planned_budget_eur
from ranked
where delivery = 1
