-- Grain:  one row per file imported, the newest first.
-- Source: ledger.file.
select * from ledger.file order by import_sequence desc
