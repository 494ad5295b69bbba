-- Grain:  one row per source, publisher, licence, kind of data and edition.
-- Source: ledger.file.
select source, publisher, licence, is_synthetic, cast(edition_date as varchar) as edition
from ledger.file
group by all
order by source, is_synthetic, publisher, licence, edition desc
