-- Grain:  one row per slot and operation with participations.
-- Source: marts.participation.
-- Does:   count an operation's participations and those at work at 6 months by registers, with
--         the sums of their keys, and name the finest group of operations whose total other
--         results show: there a hidden operation needs company. So it does in its pact, whose total
--         is shown too; without a pact that is the same group.
select
    slot,
    operation_code,
    bool_or(is_synthetic) as is_synthetic,
    max(edition_date) as edition_date,
    min(programme_code) || '|' || min(axis_code) || '|' || min(fund_code) || '|'
    || min(theme_code) || '|' || min(region_code) || '|' || max(region_code) as company_code,
    case
        when min(pact_code) <> 'none' then 'pact|' || min(pact_code)
        else min(programme_code) || '|' || min(axis_code) || '|' || min(fund_code) || '|'
            || min(theme_code) || '|' || min(region_code) || '|' || max(region_code)
    end as pact_company_code,
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
