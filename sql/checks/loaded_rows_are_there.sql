-- Grain:  one row per file whose loaded rows are not all in its raw table.
select
    files.file_id,
    files.rows_loaded,
    coalesce(raw_rows.rows, 0) as rows_found
from ledger.file as files
left join (
    select file_id, count(*) as rows from raw.opencoesione_operations group by file_id
    union all
    select file_id, count(*) as rows from raw.indicators group by file_id
    union all
    select file_id, count(*) as rows from raw.participations group by file_id
    union all
    select file_id, count(*) as rows from raw.targets group by file_id
    union all
    select file_id, count(*) as rows from raw.course_occupations group by file_id
    union all
    select file_id, count(*) as rows from raw.pacts group by file_id
    union all
    select file_id, count(*) as rows from raw.signatories group by file_id
    union all
    select file_id, count(*) as rows from raw.needs group by file_id
    union all
    select file_id, count(*) as rows from raw.need_operations group by file_id
    union all
    select file_id, count(*) as rows from raw.funding_sources group by file_id
) as raw_rows on files.file_id = raw_rows.file_id
where files.rows_loaded <> coalesce(raw_rows.rows, 0)
