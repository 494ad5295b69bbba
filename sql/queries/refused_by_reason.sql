-- Grain:  one row per source and reason for which rows were refused.
-- Source: ledger.refused_row, ledger.file.
select f.source, r.reason, count(*) as rows
from ledger.refused_row as r
inner join ledger.file as f on r.file_id = f.file_id
group by f.source, r.reason
order by rows desc, r.reason
