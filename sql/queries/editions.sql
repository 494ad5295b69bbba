-- Grain:  one row per edition of the operations that the warehouse keeps.
-- Source: marts.operation_share.
select
    slot,
    max(edition_date) as edition
from marts.operation_share
group by slot
order by slot
