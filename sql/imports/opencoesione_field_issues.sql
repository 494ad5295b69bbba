-- Grain:  one row per field of the file that could not be read.
-- Source: raw.opencoesione_operations, one scan per date and amount column (written by the importer
--         from the data contract); scan, which knows each record's place.
-- Does:   add to each unreadable value the place of its record in the file.
with

unreadable as (
    {unreadable}
),

places as (
    select
        operation_code,
        min(row_number) as row_number
    from scan
    where out_of_scope_reason is null
    group by operation_code
)

select
    $file_id as file_id,
    places.row_number,
    unreadable.operation_code,
    unreadable.column_name,
    unreadable.value,
    unreadable.reason
from unreadable
inner join places on unreadable.operation_code = places.operation_code
