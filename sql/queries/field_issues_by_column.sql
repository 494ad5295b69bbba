-- Grain:  one row per source (of exchange files: per table), column and reason for which fields could not be read.
-- Source: ledger.field_issue, ledger.file.
select
    f.source,
    case when f.source = 'puc' then upper(substr(f.file_name, 1, 4)) else '' end as file_name,
    i.column_name, i.reason, count(*) as rows,
    count(distinct i.operation_code) as operations
from ledger.field_issue as i
inner join ledger.file as f on i.file_id = f.file_id
group by f.source, 2, i.column_name, i.reason
order by rows desc, i.column_name, i.reason
