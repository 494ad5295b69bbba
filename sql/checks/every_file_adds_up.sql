-- Grain:  one row per file whose rows are not all accounted for.
select
    files.file_id,
    files.file_name
from ledger.file as files
left join (
    select file_id, sum(rows) as rows from ledger.out_of_scope group by file_id
) as outside on files.file_id = outside.file_id
left join (
    select file_id, count(*) as rows from ledger.refused_row group by file_id
) as refused on files.file_id = refused.file_id
left join (
    select file_id, count(*) as rows from ledger.field_issue group by file_id
) as issues on files.file_id = issues.file_id
where
    files.rows_read <> files.rows_loaded + files.rows_out_of_scope + files.rows_refused
    or files.rows_out_of_scope <> coalesce(outside.rows, 0)
    or files.rows_refused <> coalesce(refused.rows, 0)
    or files.field_issues <> coalesce(issues.rows, 0)
