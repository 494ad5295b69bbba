-- Grain:  one row per edition and operation.
-- Does:   rule 024: the admitted cost (FN01) does not exceed financing less savings (FN00 - FN10),
--         private sources left out of both.
with

admitted as (
    select edition_date, operation_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__admitted_costs
    group by edition_date, operation_code
),

financed as (
    select edition_date, operation_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__financing
    where source_code not in ('PRT', 'RDR')
    group by edition_date, operation_code
),

saved as (
    select edition_date, operation_code, sum(amount_eur) as amount_eur
    from staging.stg_puc__savings
    where source_code not in ('PRT', 'RDR')
    group by edition_date, operation_code
)

select admitted.edition_date, admitted.operation_code, 'FN01' as tracciato, '' as record_key,
    admitted.amount_eur as found_eur,
    financed.amount_eur - coalesce(saved.amount_eur, 0) as expected_eur
from admitted
inner join financed
    on admitted.edition_date = financed.edition_date
    and admitted.operation_code = financed.operation_code
left join saved
    on admitted.edition_date = saved.edition_date
    and admitted.operation_code = saved.operation_code
where admitted.amount_eur > financed.amount_eur - coalesce(saved.amount_eur, 0)
