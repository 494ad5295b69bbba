-- Grain:  one row per refused row of some files, the first few.
-- Source: ledger.refused_row, ledger.file.
select f.file_name, r.line_number, r.reason
from ledger.refused_row as r
inner join ledger.file as f on r.file_id = f.file_id
where list_contains($files, r.file_id)
order by f.import_sequence, r.line_number
limit $limit
