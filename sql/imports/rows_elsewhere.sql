-- Grain:  one row, for the rows of a file that other files have too.
-- Source: delivered (file_id, row_key, shown), the rows of one table; ledger.file.
-- Does:   count the rows of the file that some of the other files have, and name the newest of those
--         files and the first of the rows.
with

own as (
    select distinct row_key
    from delivered
    where file_id = $file_id
),

shared as (
    select delivered.row_key, delivered.shown, files.file_name, files.edition_date, files.import_sequence
    from delivered
    semi join own on delivered.row_key = own.row_key
    inner join ledger.file as files on delivered.file_id = files.file_id
    where list_contains($others, delivered.file_id)
)

select
    count(distinct row_key) as rows,
    arg_max(file_name, (edition_date, import_sequence)) as file_name,
    max(edition_date) as edition_date,
    min(shown) as first_shown
from shared
