-- Grain:  one row per edition and record of FN04.
-- Does:   rule 025: each record of FN04 covers what of it is admitted (FN05).
with

admitted as (
    select edition_date, operation_code, commitment_code, commitment_type, commitment_date,
        sum(amount_eur) as amount_eur
    from staging.stg_puc__admitted_commitments
    group by edition_date, operation_code, commitment_code, commitment_type, commitment_date
)

select whole.edition_date, whole.operation_code, 'FN05' as tracciato,
    whole.commitment_code as record_key, admitted.amount_eur as found_eur,
    whole.amount_eur as expected_eur
from staging.stg_puc__commitments as whole
inner join admitted
    on whole.edition_date = admitted.edition_date
    and whole.operation_code = admitted.operation_code
    and whole.commitment_code = admitted.commitment_code
    and whole.commitment_type = admitted.commitment_type
    and whole.commitment_date = admitted.commitment_date
where admitted.amount_eur > whole.amount_eur
