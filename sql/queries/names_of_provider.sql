-- Grain:  one row per provider.
-- Source: marts.provider.
select provider_code as code, provider_name as name
from marts.provider
order by provider_name, provider_code
