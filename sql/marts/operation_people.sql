-- Grain:  one row per slot and operation with participations.
-- Source: marts.participation.
-- Does:   count an operation's participations and those at work at 6 months by registers, with
--         the sums of their keys.
select
    slot,
    operation_code,
    bool_or(is_synthetic) as is_synthetic,
    max(edition_date) as edition_date,
    cast(sum(participations) as bigint) as participations,
    cast(sum(known_6m_register) as bigint) as known_6m,
    cast(sum(placed_6m_register) as bigint) as placed_6m,
    cast(sum(mature_6m) as bigint) as mature_6m,
    cast(sum(jobless_leavers) as bigint) as jobless_leavers,
    cast(sum(record_key * participations) as bigint) as participations_key,
    cast(sum(record_key * known_6m_register) as bigint) as known_6m_key,
    cast(sum(record_key * placed_6m_register) as bigint) as placed_6m_key
from marts.participation
group by slot, operation_code
