-- Grain:  one row per need or offer of places, as `int_need_sides` lists them, after `$round` rounds.
-- Does:   set needs against places in one round of `int_need_rounds`, on what the round before left.
--         Rows meet in cells. Those that stand exactly at the round's level (`is_own`) meet each other
--         first, what is left of them the finer rows of the other side; two finer rows of different
--         occupations never meet. Within a cell all rows of a kind give or take in proportion. So one
--         position more, anywhere, changes what is covered by one position at most.
with

seated as (
    select
        sides.*,
        rounds.kind,
        rounds.territory,
        rounds.digits as round_digits,
        case rounds.kind when 'net' then sides.side = 'stated' else sides.side <> 'place' end
            as is_demand,
        rounds.kind in ('link', 'sector') or (
            sides.digits = rounds.digits
            and (rounds.territory <> 'region' or sides.province_code is null)
        ) as is_own,
        case
            when (rounds.kind = 'net') <> (sides.side = 'stated') and sides.side <> 'entry' then null
            when rounds.kind = 'link' then sides.need_id
            when rounds.kind = 'sector'
                then case
                    when sides.side <> 'place' or sides.occupation_code is null
                        then cast(sides.sector_sep as varchar)
                end
            when sides.digits < rounds.digits then null
            when rounds.territory = 'mixed'
                and (sides.digits = rounds.digits) = (sides.province_code is null) then null
            when rounds.territory = 'province'
                then sides.province_code || '|' || substr(sides.occupation_code, 1, rounds.digits)
            else substr(sides.occupation_code, 1, rounds.digits)
        end as cell
    from staging.int_need_sides as sides
    inner join staging.int_need_rounds as rounds on rounds.round = cast($round as integer)
),

summed as (
    select
        *,
        sum(case when is_demand and is_own then remaining else 0 end)
            over (partition by region_code, year_code, cell) as own_demand,
        sum(case when is_demand and not is_own then remaining else 0 end)
            over (partition by region_code, year_code, cell) as finer_demand,
        sum(case when not is_demand and is_own then remaining else 0 end)
            over (partition by region_code, year_code, cell) as own_supply,
        sum(case when not is_demand and not is_own then remaining else 0 end)
            over (partition by region_code, year_code, cell) as finer_supply,
        sum(remaining) over (
            partition by region_code, year_code, cell, is_demand, is_own
            order by side, side_id
            rows between unbounded preceding and current row
        ) as running
    from seated
),

-- of the pairs that are finer on one side in occupation, on the other in territory, none is own
paired as (
    select
        *,
        case when territory = 'mixed' then 0 else least(own_demand, own_supply) end as own_pairs
    from summed
),

met as (
    select
        *,
        least(own_demand - own_pairs, finer_supply) as down,
        least(finer_demand, own_supply - own_pairs) as up
    from paired
),

shares as (
    select
        *,
        case
            when is_own then own_pairs + case when is_demand then down else up end
            else case when is_demand then up else down end
        end as all_met,
        case
            when is_demand and is_own then own_demand
            when is_demand then finer_demand
            when is_own then own_supply
            else finer_supply
        end as all_remaining
    from met
),

taken as (
    select
        *,
        case
            when cell is null or all_remaining = 0 then cast(0 as decimal(28, 8))
            else cast(
                round(cast(all_met as double) * cast(running as double)
                    / nullif(cast(all_remaining as double), 0), 8)
                - round(cast(all_met as double) * cast(running - remaining as double)
                    / nullif(cast(all_remaining as double), 0), 8)
                as decimal(28, 8)
            )
        end as part
    from shares
)

select
    side, side_id, need_id, region_code, year_code, province_code, occupation_code, sector_sep,
    amount, digits,
    cast(remaining - part as decimal(28, 8)) as remaining,
    cast(netted + case when kind = 'net' then part else 0 end as decimal(28, 8)) as netted,
    cast(answered + case when kind = 'link' then part else 0 end as decimal(28, 8)) as answered,
    cast(matched + case when kind = 'net' then 0 else part end as decimal(28, 8)) as matched,
    case
        when part = 0 or kind in ('net', 'link') then level_code
        when kind = 'sector' then 'sector'
        else cast(round_digits as varchar)
            || case when territory = 'province' then '_province' else '_region' end
    end as level_code
from taken
