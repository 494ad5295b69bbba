-- Grain:  one row per file of a delivery that was not read, for it is no data.
-- Source: ledger.ignored_file.
select source, edition_date, file_name, reason
from ledger.ignored_file
order by edition_date desc, source, reason, file_name
