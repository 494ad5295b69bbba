-- Grain:  one row per published participation record, every file and edition.
-- Source: raw.participations, typed on the way in (what could not be read is empty, the ledger
--         keeps it).
-- Does:   add the edition. No filters, no rules.
select
    p.*,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic
from raw.participations as p
inner join ledger.file as files on p.file_id = files.file_id
