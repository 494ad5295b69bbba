-- Grain:  one row per need in force and per offer of places; a need that is not Excelsior's twice,
--         once as positions to cover (`need`), once as part of the market (`stated`).
-- Does:   put needs and places into one list with the same columns, all of it still to be matched,
--         so that one rule sets them against each other round by round.
with

gathered as (
    select
        case when evidence = 'excelsior' then 'entry' else 'need' end as side,
        need_id as side_id,
        need_id,
        region_code, year_code, province_code, occupation_code, sector_sep,
        stated_positions as amount
    from staging.int_needs
    union all
    select
        'stated' as side, need_id as side_id, need_id,
        region_code, year_code, province_code, occupation_code, sector_sep,
        stated_positions as amount
    from staging.int_needs
    where evidence <> 'excelsior'
    union all
    select
        'place' as side, cast(offer_id as varchar) as side_id, need_id,
        region_code, year_code, province_code, occupation_code, sector_sep,
        places as amount
    from staging.int_offers
)

select
    *,
    cast(length(occupation_code) as integer) as digits,
    cast(amount as decimal(28, 8)) as remaining,
    cast(0 as decimal(28, 8)) as netted,
    cast(0 as decimal(28, 8)) as answered,
    cast(0 as decimal(28, 8)) as matched,
    cast(null as varchar) as level_code
from gathered
