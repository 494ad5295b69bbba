-- Grain:  one row per field of a loaded figure that could not be read.
-- Source: judged.
-- Does:   find values that are neither a number nor one of the ways to write that there is none
--         (blank, Eurostat's `:`, a tool's `NaN`), and editions that are no date.
with

loaded as (
    select
        *,
        indicator || '/' || nuts2 || '/' || year as figure
    from judged
    where refused_reason is null and out_of_scope_reason is null
)

select
    $file_id as file_id,
    row_number,
    figure as operation_code,
    $value_column as column_name,
    value,
    'unreadable_value' as reason
from loaded
where
    not (value = '' or value = ':' or lower(value) = 'nan')
    and not regexp_matches(
        value, '^[+-]?([0-9]{1,18}([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]{1,2})?$'
    )
union all
select
    $file_id as file_id,
    row_number,
    figure as operation_code,
    $edition_column as column_name,
    published_edition as value,
    'unreadable_date' as reason
from loaded
where published_edition <> '' and own_date is null
