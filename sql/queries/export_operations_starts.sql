-- Grain:  one row per chunk of operations in the selection: the code its range starts with.
-- Source: marts.operation_share.
-- Note:   the selection is added to the condition of `codes` by `cruscotto.export.operations`.
with

codes as (
    select operation_code
    from marts.operation_share
    group by operation_code
),

numbered as (
    select
        operation_code,
        row_number() over (order by operation_code) as place
    from codes
),

starts as (
    select operation_code
    from numbered
    where (place - 1) % $chunk_rows = 0
)

select * from starts
order by operation_code
