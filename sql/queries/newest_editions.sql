-- Grain:  one row per source: its newest edition, with its files and the rows loaded.
-- Source: ledger.file.
select
    f.source,
    f.edition_date as edition,
    count(*) as files,
    cast(sum(f.rows_loaded) as bigint) as rows
from ledger.file as f
inner join (
    select source, max(edition_date) as newest
    from ledger.file
    group by source
) as last
    on f.source = last.source
    and f.edition_date = last.newest
group by f.source, f.edition_date
order by f.source
