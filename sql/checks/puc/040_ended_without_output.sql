-- Grain:  one row per edition and output indicator of an operation.
-- Does:   rule 040: what has ended its execution (PR00) has an achieved value for every output
--         (IN01), and none is negative.
select outputs.edition_date, outputs.operation_code, 'IN01' as tracciato,
    outputs.indicator_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__output_indicators as outputs
inner join (
    select distinct edition_date, operation_code
    from staging.stg_puc__phases
    where actual_end_date is not null
        and phase_code in ('0102', '0202', '0306', '0602', '0702', '0802')
) as ended
    on outputs.edition_date = ended.edition_date and outputs.operation_code = ended.operation_code
where outputs.achieved_value is null or outputs.achieved_value < 0
