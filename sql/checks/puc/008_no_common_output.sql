-- Grain:  one row per edition and operation.
-- Does:   rule 008: an operation has a common output indicator (IN01).
select asked.edition_date, asked.operation_code, asked.tracciato, 'COM' as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.int_puc_asked as asked
left join staging.int_puc_items as items
    on asked.edition_date = items.edition_date and asked.operation_code = items.operation_code
    and asked.tracciato = items.tracciato and items.item = 'COM'
where asked.tracciato = 'IN01' and items.operation_code is null
