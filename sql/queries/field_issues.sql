-- Grain:  one row per field that could not be read.
-- Source: ledger.field_issue, ledger.file.
select
    f.source, f.file_name, f.edition_date, i.row_number, i.operation_code, i.column_name, i.value,
    i.reason
from ledger.field_issue as i
inner join ledger.file as f on i.file_id = f.file_id
order by f.import_sequence, i.row_number, i.column_name
