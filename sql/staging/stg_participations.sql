-- Grain:  one row per published participation record, every file and edition.
-- Source: raw.participations, typed on the way in (what could not be read is empty, the ledger
--         keeps it).
-- Does:   add the edition; say where a value was there and could not be read. No filters, no rules.
select
    p.* exclude (region_is_unread, exit_date_is_unread),
    coalesce(p.region_is_unread, false) as region_is_unread,
    coalesce(p.exit_date_is_unread, false) as exit_date_is_unread,
    files.edition_date,
    files.import_sequence,
    files.is_synthetic
from raw.participations as p
inner join ledger.file as files on p.file_id = files.file_id
