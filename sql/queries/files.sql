-- Grain:  one row per file imported, the newest first.
-- Source: ledger.file.
select
    *,
    rows_read = rows_loaded + rows_out_of_scope + rows_refused as adds_up
from ledger.file
order by import_sequence desc
