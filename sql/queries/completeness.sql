-- Grain:  one row per managing authority: how many of its operations have each field filled.
-- Source: marts.operation.
-- Note:   an operation still open has no actual end: that field is judged on concluded ones alone.
--         The fields are those that `cruscotto.ui.quality.files_read` lists.
select
    managing_authority_code,
    count(*) as operations,
    count(*) filter (where status_code = 'concluded') as concluded,
    count(cup) as cup,
    count(title) as title,
    count(summary) as summary,
    count(start_date) as start_date,
    count(planned_end_date) as planned_end_date,
    count(actual_end_date) filter (where status_code = 'concluded') as actual_end_date,
    count(public_funding_eur) as public_funding_eur,
    count(commitments_eur) as commitments_eur,
    count(payments_eur) as payments_eur,
    count(beneficiary_name) as beneficiary_name,
    count(implementing_body_name) as implementing_body_name,
    count(call_name) as call_name,
    count(cup_nature) as cup_nature,
    count(cup_sector) as cup_sector,
    count(province_names) as province_names,
    count(municipality_names) as municipality_names
from marts.operation
group by managing_authority_code
order by managing_authority_code
