-- Grain:  one row per slot, current operation and region, where money and participants are known.
-- Source: marts.operation for the money, marts.participation for the people.
-- Does:   put an operation's public funding beside its participations, hours and people at work, so
--         that a cost divides like by like: the whole operation's money follows its people, in
--         proportion. A placement is paid for by the money of those whose outcome is known, placed
--         or not: not by that of everybody. An operation whose money or people are unknown is left
--         out.
with

people as (
    select
        slot,
        operation_code,
        period_code,
        fund_code,
        region_code,
        macro_area_code,
        managing_authority_code,
        programme_code,
        axis_code,
        theme_code,
        sum(participations) as participations,
        sum(hours_attended) as hours_attended,
        count(*) filter (where hours_attended is null) as without_hours,
        sum(placed_6m_register) as placed_6m,
        sum(known_6m_register) as known_6m,
        sum(mature_6m) as mature_6m,
        count(*) filter (where entry_status_code not in ('employed', 'unknown')) as jobless,
        sum(record_key) as participations_key,
        sum(record_key * placed_6m_register) as placed_6m_key,
        sum(record_key * known_6m_register) as known_6m_key,
        sum(record_key * mature_6m) as mature_6m_key,
        sum(record_key) filter (where entry_status_code not in ('employed', 'unknown'))
            as jobless_key
    from marts.participation
    group by
        slot, operation_code, period_code, fund_code, region_code, macro_area_code,
        managing_authority_code, programme_code, axis_code, theme_code
),

whole as (
    select
        *,
        sum(participations) over (partition by slot, operation_code) as operation_participations,
        sum(participations_key) over (partition by slot, operation_code)
            as operation_participations_key
    from people
)

select
    whole.slot,
    whole.operation_code,
    whole.period_code,
    whole.fund_code,
    whole.region_code,
    whole.macro_area_code,
    whole.managing_authority_code,
    whole.programme_code,
    whole.axis_code,
    whole.theme_code,
    o.is_synthetic,
    o.edition_date,
    -- decimals: their sum does not depend on the order they are added in
    cast(
        cast(o.public_funding_eur as double) * cast(whole.participations as double)
        / nullif(cast(whole.operation_participations as double), 0) as decimal(28, 8)
    ) as public_funding_eur,
    cast(whole.participations as bigint) as participations,
    cast(whole.participations_key as bigint) as participations_key,
    -- hours cost only where they are known for everybody
    case when whole.without_hours = 0 then cast(whole.hours_attended as decimal(18, 2)) end
        as hours_attended,
    cast(
        case
            when whole.without_hours = 0
                then cast(o.public_funding_eur as double) * cast(whole.participations as double)
                / nullif(cast(whole.operation_participations as double), 0)
        end as decimal(28, 8)
    ) as funding_with_hours_eur,
    case when whole.known_6m > 0 then cast(whole.placed_6m as bigint) end as placed_6m,
    case when whole.known_6m > 0 then cast(whole.placed_6m_key as bigint) end as placed_6m_key,
    cast(
        case
            when whole.known_6m > 0
                then cast(o.public_funding_eur as double) * cast(whole.known_6m as double)
                / nullif(cast(whole.operation_participations as double), 0)
        end as decimal(28, 8)
    ) as funding_with_outcomes_eur,
    -- whose outcome can be known by now, of all whose outcome is or will be asked for
    cast(whole.mature_6m as bigint) as mature_6m,
    cast(whole.jobless as bigint) as jobless,

    ---------- what a guarded audience's money follows: counts, and sums of their secret keys
    cast(o.public_funding_eur as double) as operation_funding_eur,
    cast(whole.operation_participations as bigint) as operation_participations,
    cast(whole.operation_participations_key as bigint) as operation_participations_key,
    cast(whole.known_6m as bigint) as known_6m,
    cast(whole.known_6m_key as bigint) as known_6m_key,
    cast(whole.mature_6m_key as bigint) as mature_6m_key,
    cast(coalesce(whole.jobless_key, 0) as bigint) as jobless_key
from whole
inner join marts.operation as o on whole.operation_code = o.operation_code
where o.public_funding_eur > 0
