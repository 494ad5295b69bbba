-- Grain:  one row per source (of exchange files: per table) and reason for which rows were refused.
-- Source: ledger.refused_row, ledger.file.
select
    f.source,
    case when f.source = 'puc' then upper(substr(f.file_name, 1, 4)) else '' end as file_name,
    r.reason, count(*) as rows
from ledger.refused_row as r
inner join ledger.file as f on r.file_id = f.file_id
group by f.source, 2, r.reason
order by rows desc, r.reason
