-- Grain:  one row per round in which needs and places are set against each other, in order.
-- Does:   list the rounds. `net` sets what pacts, dossiers and firms state against the entries of
--         Excelsior; `link` follows declared links; `match` goes from four figures of the occupation
--         to one, at each first within the province, then the region, then the pairs of which one
--         side is finer in occupation and the other in territory; `sector` comes last.
with

kinds as (
    select unnest(['net', 'match']) as kind
),

digits as (
    select unnest([4, 3, 2, 1]) as digits
),

territories as (
    select unnest(['province', 'region', 'mixed']) as territory
),

listed as (
    select kinds.kind, digits.digits, territories.territory
    from kinds
    cross join digits
    cross join territories
    union all
    select 'link', 0, 'any'
    union all
    select 'sector', 0, 'region'
)

select
    kind,
    cast(digits as integer) as digits,
    territory,
    cast(
        row_number() over (
            order by
                case kind when 'net' then 1 when 'link' then 2 when 'match' then 3 else 4 end,
                digits desc,
                case territory when 'province' then 1 when 'region' then 2 else 3 end
        ) as integer
    ) as round
from listed
