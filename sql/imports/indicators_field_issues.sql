-- Grain:  one row per field of a loaded figure that could not be read.
-- Source: judged.
-- Does:   find values that are neither a number nor one of the ways to write that there is none, or
--         that read in two ways or with a doubt, editions that are no date, marks with a stray
--         quotation mark.
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
    value_text as value,
    value_reason as reason
from loaded
where value_reason is not null
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
union all
select
    $file_id as file_id,
    row_number,
    figure as operation_code,
    $flag_column as column_name,
    flag as value,
    'stray_quote' as reason
from loaded
where regexp_matches(flag, '^[^"]*"([^"]*"[^"]*")*[^"]*$')
