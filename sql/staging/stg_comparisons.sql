-- Grain:  one row per comparison record, every file and edition.
-- Source: raw.comparisons, typed on the way in (what could not be read is empty, the ledger keeps
--         it).
-- Does:   add the edition. No filters, no rules.
select
    c.*,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic
from raw.comparisons as c
inner join ledger.file as files on c.file_id = files.file_id
