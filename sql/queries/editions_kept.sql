-- Grain:  one row per edition that the warehouse keeps of operations and of participations.
-- Source: marts.operation_share, marts.participation.
select
    slot,
    max(edition_date) as edition
from marts.operation_share
group by slot
union
select
    slot,
    max(edition_date) as edition
from marts.participation
group by slot
order by slot, edition
