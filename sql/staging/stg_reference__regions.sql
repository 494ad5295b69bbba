-- Grain:  one row per area: 19 regions and the provinces of Bolzano and Trento.
-- Source: raw.reference_regions, exactly as carried in data/reference.
-- Does:   rename; normalise macro-area; order from north to south as Istat lists them.
select
    nuts2 as region_code,
    name as region_name,
    opencoesione_code as published_region_code,
    opencoesione_name as published_region_name,
    case when macro_area = 'Mezzogiorno' then 'south' else 'centre_north' end as macro_area_code,
    eu_category_2014_2020 as category_2014_2020,
    eu_category_2021_2027 as category_2021_2027,
    cast(row_number() over (order by istat_code, nuts2) as integer) as position
from raw.reference_regions
