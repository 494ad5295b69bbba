-- Grain:  the one provider asked for.
-- Source: marts.provider.
select
    provider_code, provider_name, kind_code, region_code, province_code, accreditation, reply,
    edition_date
from marts.provider
where provider_code = $provider
