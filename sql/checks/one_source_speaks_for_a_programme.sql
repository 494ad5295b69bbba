-- Grain:  one row per slot and programme whose money comes from more than one source.
select
    s.slot,
    s.programme_code,
    count(distinct o.source) as sources
from marts.operation_share as s
inner join staging.int_operations as o
    on s.slot = o.slot and s.operation_id = o.operation_id
where s.programme_code <> 'unknown'
group by s.slot, s.programme_code
having count(distinct o.source) > 1
