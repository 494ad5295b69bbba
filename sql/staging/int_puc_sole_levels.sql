-- Grain:  one row per edition and operation that stands on one level only, however often named.
-- Does:   give a home to amounts that no admitted row places: an operation of one axis has no other.
with

named as (
    select edition_date, operation_code, level_code from staging.stg_puc__admitted_costs
    union
    select edition_date, operation_code, level_code from staging.stg_puc__admitted_commitments
    union
    select edition_date, operation_code, level_code from staging.stg_puc__admitted_payments
    union
    select edition_date, operation_code, level_code from staging.stg_puc__certified
)

select
    edition_date,
    operation_code,
    min(level_code) as level_code
from named
group by edition_date, operation_code
having count(*) = 1
