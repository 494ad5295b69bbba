-- Grain:  one row per edition, operation, level and kind: transfers apart.
-- Does:   rule 030: admitted payments (FN07) do not exceed the admitted commitments (FN05) of their level.
with

whole as (
    select edition_date, operation_code, level_code, is_transfer, sum(balance_eur) as amount_eur
    from staging.stg_puc__admitted_commitments
    group by edition_date, operation_code, level_code, is_transfer
),

part as (
    select edition_date, operation_code, level_code, is_transfer, sum(balance_eur) as amount_eur
    from staging.stg_puc__admitted_payments
    group by edition_date, operation_code, level_code, is_transfer
)

select part.edition_date, part.operation_code, 'FN07' as tracciato, part.level_code as record_key,
    part.amount_eur as found_eur, whole.amount_eur as expected_eur
from part
inner join whole
    on part.edition_date = whole.edition_date and part.operation_code = whole.operation_code
    and part.is_transfer = whole.is_transfer
    and part.level_code = whole.level_code
where part.amount_eur > whole.amount_eur
