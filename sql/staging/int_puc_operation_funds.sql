-- Grain:  one row per edition and operation with an EU source among its financing.
-- Does:   find which European fund an operation draws on, the largest where there are several.
with

coded as (
    select
        edition_date,
        operation_code,
        case
            when source_code in ('FSE', 'FSE+', 'ESF', 'ESF+') then 'FSE'
            when source_code in ('IOG', 'YEI') then 'IOG'
            when source_code in ('FESR', 'ERDF') then 'FESR'
        end as fund_code,
        amount_eur
    from staging.stg_puc__financing
),

summed as (
    select edition_date, operation_code, fund_code, sum(amount_eur) as amount_eur
    from coded
    where fund_code is not null
    group by edition_date, operation_code, fund_code
),

ranked as (
    select
        *,
        row_number() over (
            partition by edition_date, operation_code order by amount_eur desc, fund_code
        ) as place
    from summed
)

select edition_date, operation_code, fund_code
from ranked
where place = 1
