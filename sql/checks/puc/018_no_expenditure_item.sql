-- Grain:  one row per edition and operation.
-- Does:   rule 018: an operation of nature 03 or 07 has an item of expenditure (FN02).
select asked.edition_date, asked.operation_code, asked.tracciato, '' as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.int_puc_asked as asked
left join staging.int_puc_items as items
    on asked.edition_date = items.edition_date and asked.operation_code = items.operation_code
    and asked.tracciato = items.tracciato
where asked.tracciato = 'FN02' and items.operation_code is null and asked.nature_code in ('03', '07')
