-- Grain:  one row per edition and operation delivered in exchange files, current or not.
-- Does:   find whose it is: the first of its active programmes, and that programme's authority.
with

chosen as (
    select
        edition_date,
        operation_code,
        min(case when is_active then programme_code end) as programme_code
    from staging.stg_puc__programmes
    group by edition_date, operation_code
)

select
    operations.edition_date,
    operations.operation_code,
    coalesce(chosen.programme_code, 'unknown') as programme_code,
    coalesce(programmes.managing_authority_code, 'unknown') as managing_authority_code,
    operations.is_synthetic
from staging.stg_puc__operations as operations
left join chosen
    on operations.edition_date = chosen.edition_date
    and operations.operation_code = chosen.operation_code
left join marts.programme as programmes on chosen.programme_code = programmes.programme_code
