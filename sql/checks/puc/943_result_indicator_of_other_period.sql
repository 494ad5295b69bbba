-- Grain:  one row per edition and indicator of IN00.
-- Does:   rule 943: a common indicator (IN00) belongs to the programme: its period's list.
select found.edition_date, found.operation_code, 'IN00' as tracciato,
    found.indicator_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__result_indicators as found
inner join (
    select edition_date, operation_code, min(substr(programme_code, 1, 4)) as first_year,
        max(substr(programme_code, 1, 4)) as last_year
    from staging.stg_puc__programmes
    where is_active
    group by edition_date, operation_code
) as programmes
    on found.edition_date = programmes.edition_date
    and found.operation_code = programmes.operation_code
where found.indicator_type = 'COM' and programmes.first_year = programmes.last_year
    and (
        (programmes.first_year = '2014' and regexp_matches(found.indicator_code, '^EEC[OR]'))
        or (programmes.first_year = '2021' and regexp_matches(found.indicator_code, '^C[OR][0-9]'))
    )
