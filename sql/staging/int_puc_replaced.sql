-- Grain:  one row per file and operation that a later file of the same tracciato and edition replaces.
-- Does:   let an authority mend a delivery: of one edition, the latest file that carries an operation
--         speaks for it. Where no tracciato was delivered twice, which is nearly always, nothing is read.
with

delivered as (
    select
        file_id,
        edition_date,
        import_sequence,
        split_part(file_id, '-', 1) as tracciato
    from ledger.file
    where source = 'puc'
),

repeated as (
    select
        file_id, edition_date, tracciato, import_sequence
    from (
        select
            *,
            count(*) over (partition by edition_date, tracciato) as files
        from delivered
    ) as counted
    where files > 1
),

carried as (
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_ap00 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_ap04 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_ap01 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_ap03 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_ap05 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn02 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn03 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_ap06 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_sc00 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn00 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn01 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn04 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn05 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn06 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn07 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn08 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn09 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn10 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_in00 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_in01 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_pr00 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_pr01 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fo00 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_sc01 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_pg00 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn11 as r inner join repeated on r.file_id = repeated.file_id
    union all
    select distinct r.file_id, r.cod_locale_progetto as operation_code
    from raw.puc_fn12 as r inner join repeated on r.file_id = repeated.file_id
),

ranked as (
    select
        carried.file_id,
        carried.operation_code,
        row_number() over (
            partition by repeated.edition_date, repeated.tracciato, carried.operation_code
            order by repeated.import_sequence desc
        ) as place
    from carried
    inner join repeated on carried.file_id = repeated.file_id
)

select file_id, operation_code
from ranked
where place > 1
