-- Grain:  one row per edition and operation.
-- Does:   rule 024: the admitted cost (FN01) does not exceed financing less savings (FN00 - FN10),
--         private sources left out of both.
with

admitted as (
    select edition_date, operation_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__admitted_costs
    group by edition_date, operation_code
)

select admitted.edition_date, admitted.operation_code, 'FN01' as tracciato, '' as record_key,
    admitted.amount_eur as found_eur,
    financed.amount_eur as expected_eur
from admitted
inner join staging.int_puc_public_financing as financed
    on admitted.edition_date = financed.edition_date
    and admitted.operation_code = financed.operation_code
where admitted.amount_eur > financed.amount_eur
