-- Grain:  one row per slot, operation and fund.
-- Does:   find which funds pay for an operation, in proportion to their published amounts; where
--         none is above zero, by the names published, in equal shares.
with

amounts as (
    select slot, operation_id, 'FSE' as fund_code, esf_funding_eur as amount_eur
    from staging.int_operations where esf_funding_eur > 0
    union all
    select slot, operation_id, 'IOG' as fund_code, yei_funding_eur as amount_eur
    from staging.int_operations where yei_funding_eur > 0
    union all
    select slot, operation_id, 'FSC' as fund_code, fsc_funding_eur as amount_eur
    from staging.int_operations where fsc_funding_eur > 0
    union all
    select slot, operation_id, 'FESR' as fund_code, erdf_funding_eur as amount_eur
    from staging.int_operations where erdf_funding_eur > 0
),

by_amount as (
    select
        slot,
        operation_id,
        fund_code,
        cast(amount_eur as double)
        / nullif(cast(sum(amount_eur) over (partition by slot, operation_id) as double), 0)
            as fund_share,
        count(*) over (partition by slot, operation_id) = 1 as is_only_fund
    from amounts
),

names as (
    select
        o.slot,
        o.operation_id,
        o.funding_source_code,
        unnest(string_split(o.fund_names, ':::')) as fund_text
    from staging.int_operations as o
    where not (
        coalesce(o.esf_funding_eur, 0) > 0 or coalesce(o.yei_funding_eur, 0) > 0
        or coalesce(o.fsc_funding_eur, 0) > 0 or coalesce(o.erdf_funding_eur, 0) > 0
    )
),

trimmed as (
    select slot, operation_id, funding_source_code, trim(fund_text) as fund_name
    from names
),

coded as (
    select distinct
        slot,
        operation_id,
        case
            when fund_name in ('FSE', 'FSE+') then 'FSE'
            when fund_name in ('IOG', 'YEI') then 'IOG'
            when fund_name in ('FSC', 'FESR') then fund_name
            when fund_name = '' and funding_source_code like 'FSC%' then 'FSC'
            else 'other'
        end as fund_code
    from trimmed
),

by_name as (
    select
        slot,
        operation_id,
        fund_code,
        cast(1.0 as double) / count(*) over (partition by slot, operation_id) as fund_share,
        count(*) over (partition by slot, operation_id) = 1 as is_only_fund
    from coded
)

select * from by_amount
union all
select * from by_name
