-- Grain:  one row per code of the facts that no dimension knows.
select distinct 'region' as dimension, s.region_code as code
from marts.operation_share as s
left join marts.region as r on s.region_code = r.region_code
where r.region_code is null and s.region_code <> 'not_regionalised'
union all
select distinct 'programme' as dimension, s.programme_code as code
from marts.operation_share as s
left join marts.programme as p on s.programme_code = p.programme_code
where p.programme_code is null
union all
select distinct 'managing_authority' as dimension, s.managing_authority_code as code
from marts.operation_share as s
left join marts.managing_authority as a on s.managing_authority_code = a.managing_authority_code
where a.managing_authority_code is null and s.managing_authority_code <> 'unknown'
