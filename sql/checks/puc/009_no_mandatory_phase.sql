-- Grain:  one row per edition, operation and phase it lacks.
-- Does:   rule 009: an operation has the mandatory phases of its nature (PR00). All phases of the
--         other natures are mandatory; of those only the execution is known here.
with

mandatory as (
    select '01' as nature_code, '0102' as phase_code
    union all
    select '02' as nature_code, '0202' as phase_code
    union all
    select '03' as nature_code, '0305' as phase_code
    union all
    select '03' as nature_code, '0306' as phase_code
    union all
    select '06' as nature_code, '0602' as phase_code
    union all
    select '07' as nature_code, '0702' as phase_code
    union all
    select '08' as nature_code, '0802' as phase_code
)

select asked.edition_date, asked.operation_code, asked.tracciato,
    mandatory.phase_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.int_puc_asked as asked
inner join mandatory on asked.nature_code = mandatory.nature_code
left join staging.int_puc_items as items
    on asked.edition_date = items.edition_date and asked.operation_code = items.operation_code
    and asked.tracciato = items.tracciato and mandatory.phase_code = items.item
where asked.tracciato = 'PR00' and items.operation_code is null
