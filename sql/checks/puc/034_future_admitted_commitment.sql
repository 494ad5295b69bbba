-- Grain:  one row per edition and record of FN05.
-- Does:   rule 034: no date of FN05 is after the edition.
select edition_date, operation_code, 'FN05' as tracciato, commitment_code as record_key,
    amount_eur as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__admitted_commitments
where admission_date > edition_date
