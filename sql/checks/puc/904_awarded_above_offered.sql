-- Grain:  one row per edition and award procedure.
-- Does:   rule 904: the amount awarded is not more than the amount offered (PG00).
select edition_date, operation_code, 'PG00' as tracciato, procedure_code as record_key,
    cast(awarded_eur as decimal(18, 2)) as found_eur,
    cast(offered_eur as decimal(18, 2)) as expected_eur
from staging.stg_puc__procedures
where awarded_eur > offered_eur
