-- Grain:  one row per managing authority and edition of the exchange files.
-- Source: marts.exchange_operation.
select
    managing_authority_code,
    edition_date,
    count(*) as operations,
    bool_or(is_synthetic) as is_synthetic
from marts.exchange_operation
group by managing_authority_code, edition_date
order by managing_authority_code, edition_date
