-- Grain:  one row per refused row, in the order of import.
-- Source: ledger.refused_row, ledger.file.
select f.source, f.file_name, f.edition_date, r.line_number, r.reason, r.original_text
from ledger.refused_row as r
inner join ledger.file as f on r.file_id = f.file_id
order by f.import_sequence, r.line_number
