-- Grain:  one row per operation asked for that some managing authorities alone answer for.
-- Source: marts.operation_share.
select operation_code
from marts.operation_share
where slot = 'current' and list_contains($codes, operation_code)
group by operation_code
having count(*) = count(*) filter (where list_contains($own, managing_authority_code))
order by operation_code
