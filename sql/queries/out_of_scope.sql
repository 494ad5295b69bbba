-- Grain:  one row per file and reason for which records are out of scope.
-- Source: ledger.out_of_scope, ledger.file.
select f.source, f.file_name, f.edition_date, o.reason, o.rows
from ledger.out_of_scope as o
inner join ledger.file as f on o.file_id = f.file_id
order by f.import_sequence, o.reason
