-- Grain:  one row per key that the delivery before loaded and this one did not.
-- Source: delivered (file_id, row_key, subject, shown, part), the rows of one table; ledger.file.
-- Does:   find what nothing in a file shows that was cut after a whole line. The delivery before is
--         the newest edition, up to this one's, of which a file shares a row with this delivery.
--         Of a part that this delivery does not carry (a programme, where rows have one) nothing
--         is asked; a row that another file of this edition or a newer one loaded is not gone.
with

own as (
    select distinct row_key, part
    from delivered
    where list_contains($files, file_id)
),

related as (
    select distinct delivered.file_id
    from delivered
    inner join own on delivered.row_key = own.row_key
    where not list_contains($files, delivered.file_id)
),

earlier as (
    select files.file_id, files.file_name, files.edition_date
    from ledger.file as files
    inner join related on files.file_id = related.file_id
    where files.edition_date <= $edition
),

before as (
    select file_id, file_name, edition_date
    from earlier
    where edition_date = (select max(edition_date) as newest from earlier)
),

present as (
    select distinct delivered.row_key
    from delivered
    inner join ledger.file as files on delivered.file_id = files.file_id
    anti join before on delivered.file_id = before.file_id
    where files.edition_date >= $edition
)

select
    delivered.row_key,
    min(delivered.subject) as subject,
    min(delivered.shown) as shown,
    min(before.file_name) as file_name,
    min(before.edition_date) as edition_date
from delivered
inner join before on delivered.file_id = before.file_id
semi join own on delivered.part = own.part
anti join present on delivered.row_key = present.row_key
group by delivered.row_key
