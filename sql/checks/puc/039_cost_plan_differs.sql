-- Grain:  one row per edition and operation.
-- Does:   rule 039: what is realised and to be realised (FN03) and savings (FN10) are together the
--         financing (FN00).
with

planned as (
    select edition_date, operation_code, sum(realised_eur + to_realise_eur) as amount_eur
    from staging.stg_puc__cost_plan
    group by edition_date, operation_code
),

saved as (
    select edition_date, operation_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__savings
    group by edition_date, operation_code
),

financed as (
    select edition_date, operation_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__financing
    group by edition_date, operation_code
)

select planned.edition_date, planned.operation_code, 'FN03' as tracciato, '' as record_key,
    planned.amount_eur + coalesce(saved.amount_eur, 0) as found_eur,
    financed.amount_eur as expected_eur
from planned
inner join financed
    on planned.edition_date = financed.edition_date
    and planned.operation_code = financed.operation_code
left join saved
    on planned.edition_date = saved.edition_date
    and planned.operation_code = saved.operation_code
where planned.amount_eur + coalesce(saved.amount_eur, 0) <> financed.amount_eur
