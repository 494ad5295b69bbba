-- Grain:  one row per managing authority.
-- Source: marts.managing_authority.
select * from marts.managing_authority order by managing_authority_code
