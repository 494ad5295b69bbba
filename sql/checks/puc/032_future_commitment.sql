-- Grain:  one row per edition and record of FN04.
-- Does:   rule 032: no date of FN04 is after the edition.
select edition_date, operation_code, 'FN04' as tracciato, commitment_code as record_key,
    amount_eur as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__commitments
where commitment_date > edition_date
