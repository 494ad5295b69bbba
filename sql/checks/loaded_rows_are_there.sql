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
    select file_id, count(*) as rows from raw.cohesion_implementation group by file_id
    union all
    select file_id, count(*) as rows from raw.cohesion_plans group by file_id
    union all
    select file_id, count(*) as rows from raw.cohesion_achievements group by file_id
    union all
    select file_id, count(*) as rows from raw.cohesion_plans_2127 group by file_id
    union all
    select file_id, count(*) as rows from raw.course_occupations group by file_id
    union all
    select file_id, count(*) as rows from raw.comparisons group by file_id
    union all
    select file_id, count(*) as rows from raw.providers group by file_id
    union all
    select file_id, count(*) as rows from raw.courses group by file_id
    union all
    select file_id, count(*) as rows from raw.employment_history group by file_id
    union all
    select file_id, count(*) as rows from raw.commitment_tranches group by file_id
    union all
    select file_id, count(*) as rows from raw.prefinancing group by file_id
    union all
    select file_id, count(*) as rows from raw.payment_claims group by file_id
    union all
    select file_id, count(*) as rows from raw.edition_counts group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_pa00 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_pa01 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_ap00 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_ap01 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_ap02 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_ap03 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_ap04 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_ap05 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_ap06 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_sc00 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn00 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn01 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn02 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn03 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn04 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn05 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn06 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn07 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn08 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn09 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn10 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_in00 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_in01 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_pr00 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_pr01 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fo00 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_sc01 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_pg00 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_tr00 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn11 group by file_id
    union all
    select file_id, count(*) as rows from raw.puc_fn12 group by file_id
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
