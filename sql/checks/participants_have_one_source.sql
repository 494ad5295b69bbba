-- Grain:  one row per slot and operation whose participants come from files of participations and from
--         exchange files together.
select
    slot,
    operation_code
from staging.int_participations
group by slot, operation_code
having bool_or(participation_id like 'SC01-%') and bool_or(participation_id not like 'SC01-%')
