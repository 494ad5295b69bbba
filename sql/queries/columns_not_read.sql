-- Grain:  one row per file and column that nobody knows, or that the source's file before had.
-- Source: ledger.file and ledger.file_column.
-- Does:   name what a file brings in vain and what it no longer brings; a renamed column is both.
with

ordered as (
    select
        file_id, file_name, edition_date, import_sequence,
        lag(file_id) over (partition by source order by edition_date, import_sequence)
            as previous_id
    from ledger.file
),

described as (
    select distinct file_id from ledger.file_column where is_known
),

vanished as (
    select ordered.file_id, before.column_name
    from ordered
    inner join described on ordered.file_id = described.file_id
    inner join ledger.file_column as before
        on ordered.previous_id = before.file_id and before.is_known
    left join ledger.file_column as present
        on ordered.file_id = present.file_id
        and before.column_name = present.column_name
        and present.is_known
    where present.file_id is null
),

found as (
    select file_id, column_name, 'unknown' as finding
    from ledger.file_column
    where not is_known
    union all
    select file_id, column_name, 'vanished' as finding
    from vanished
)

select ordered.file_name, ordered.edition_date, found.column_name, found.finding
from found
inner join ordered on found.file_id = ordered.file_id
order by ordered.import_sequence desc, found.finding, found.column_name
