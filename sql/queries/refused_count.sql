-- Grain:  one row.
-- Source: ledger.refused_row.
select count(*) as rows from ledger.refused_row
