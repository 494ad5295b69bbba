-- Grain:  one row per edition, operation, level and kind: transfers apart.
-- Does:   rule 029: admitted commitments (FN05) do not exceed the admitted cost (FN01) of their level.
with

whole as (
    select edition_date, operation_code, level_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__admitted_costs
    group by edition_date, operation_code, level_code
),

part as (
    select edition_date, operation_code, level_code, is_transfer, sum(balance_eur) as amount_eur
    from staging.stg_puc__admitted_commitments
    group by edition_date, operation_code, level_code, is_transfer
)

select part.edition_date, part.operation_code, 'FN05' as tracciato, part.level_code as record_key,
    part.amount_eur as found_eur, whole.amount_eur as expected_eur
from part
inner join whole
    on part.edition_date = whole.edition_date and part.operation_code = whole.operation_code
    and part.level_code = whole.level_code
where part.amount_eur > whole.amount_eur
