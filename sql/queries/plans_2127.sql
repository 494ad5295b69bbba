-- Grain:  one row per programme of 2021-2027 with ESF+ or JTF.
-- Source: marts.programme_2127.
select
    programme_code,
    programme_name,
    category_of_region_code,
    total_eur,
    precision_code,
    decision_it,
    decision_en,
    no_rate_reason,
    edition_date,
    source,
    eu_rate,
    eu_rate_source,
    is_code_confirmed
from marts.programme_2127
order by programme_name
