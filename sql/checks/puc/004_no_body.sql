-- Grain:  one row per edition and operation.
-- Does:   rule 004: an operation has a programming body (role 1) or a beneficiary (role 2), SC00.
select asked.edition_date, asked.operation_code, asked.tracciato, '' as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.int_puc_asked as asked
left join staging.int_puc_items as items
    on asked.edition_date = items.edition_date and asked.operation_code = items.operation_code
    and items.tracciato = 'SC00' and items.item in ('1', '2')
where asked.tracciato = 'SC00' and items.operation_code is null
