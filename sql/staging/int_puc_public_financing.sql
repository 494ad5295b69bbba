-- Grain:  one row per edition and operation with public financing.
-- Source: staging.stg_puc__financing (FN00), staging.stg_puc__savings (FN10).
-- Does:   financing less savings, private sources left out of both.
with

financed as (
    select edition_date, operation_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__financing
    where source_code not in ('PRT', 'RDR')
    group by edition_date, operation_code
),

saved as (
    select edition_date, operation_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__savings
    where source_code not in ('PRT', 'RDR')
    group by edition_date, operation_code
)

select financed.edition_date, financed.operation_code,
    cast(financed.amount_eur - coalesce(saved.amount_eur, 0) as decimal(18, 2)) as amount_eur
from financed
left join saved
    on financed.edition_date = saved.edition_date
    and financed.operation_code = saved.operation_code
