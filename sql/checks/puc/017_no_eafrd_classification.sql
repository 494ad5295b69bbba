-- Grain:  one row per edition, operation and classification it lacks.
-- Does:   rule 017: an operation of the EAFRD has its classification (AP03).
with

mandatory as (
    select 'TI' as class_code
),

funded as (
    select distinct edition_date, operation_code
    from staging.stg_puc__financing
    where source_code in ('FEASR', 'EAFRD')
)

select asked.edition_date, asked.operation_code, asked.tracciato,
    mandatory.class_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.int_puc_asked as asked
inner join funded
    on asked.edition_date = funded.edition_date and asked.operation_code = funded.operation_code
cross join mandatory
left join staging.int_puc_items as items
    on asked.edition_date = items.edition_date and asked.operation_code = items.operation_code
    and asked.tracciato = items.tracciato and mandatory.class_code = items.item
where asked.tracciato = 'AP03' and items.operation_code is null
