-- Grain:  one row: the newest edition, current operations and participations.
-- Source: ledger.file, marts.operation, marts.participation.
select
    (select max(edition_date) from ledger.file) as edition,
    (select count(*) from marts.operation) as operations,
    (select count(*) from marts.participation where slot = 'current') as participations
