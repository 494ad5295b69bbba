-- Grain:  one row per edition, operation and tracciato that its programme's delivery holds.
-- Does:   find of which operations a control may ask for records of a tracciato: where a delivery has
--         none of it for a whole programme, what its operations lack is not known.
with

placed as (
    select
        operations.edition_date,
        operations.operation_code,
        substr(operations.operation_type, 1, 2) as nature_code,
        min(programmes.programme_code) as programme_code
    from staging.stg_puc__operations as operations
    inner join staging.stg_puc__programmes as programmes
        on operations.edition_date = programmes.edition_date
        and operations.operation_code = programmes.operation_code
    where programmes.is_active
    group by 1, 2, 3
),

held as (
    select distinct placed.edition_date, placed.programme_code, items.tracciato
    from staging.int_puc_items as items
    inner join placed
        on items.edition_date = placed.edition_date
        and items.operation_code = placed.operation_code
)

select
    placed.edition_date,
    placed.operation_code,
    placed.nature_code,
    held.tracciato
from placed
inner join held
    on placed.edition_date = held.edition_date and placed.programme_code = held.programme_code
