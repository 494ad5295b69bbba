-- Grain:  one row per edition and operation.
-- Does:   rule 027: commitments (FN04) do not exceed financing less savings (FN00 - FN10),
--         private sources left out of both.
with

committed as (
    select edition_date, operation_code, sum(signed_eur) as amount_eur
    from staging.stg_puc__commitments
    group by edition_date, operation_code
)

select committed.edition_date, committed.operation_code, 'FN04' as tracciato, '' as record_key,
    committed.amount_eur as found_eur,
    financed.amount_eur as expected_eur
from committed
inner join staging.int_puc_public_financing as financed
    on committed.edition_date = financed.edition_date
    and committed.operation_code = financed.operation_code
where committed.amount_eur > financed.amount_eur
