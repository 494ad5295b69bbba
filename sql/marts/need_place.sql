-- Grain:  one row per operation and need it answers, and per operation and occupation (or sector) of
--         its places that answer none; only territories and years where some need is on record.
-- Does:   split each course's places into those that answer a need by their own link, those useful
--         at all and those beyond what is needed; give what each costs, and how long after the pact
--         the course began. Places that no need took are those "not founded on a need".
with

useful as (
    select
        offers.*,
        sides.answered as answering,
        sides.matched as useful_places,
        sides.level_code
    from staging.int_offers as offers
    inner join staging.int_need_matches as sides
        on sides.side = 'place' and sides.side_id = cast(offers.offer_id as varchar)
),

with_pact as (
    select operation_code, bool_or(pact_id is not null) as has_pact
    from staging.int_offers
    group by operation_code
),

-- an operation's public funding follows its places
costed as (
    select
        offers.offer_id,
        cast(
            cast(o.public_funding_eur as double) * cast(offers.places as double)
            / nullif(cast(coalesce(offers.capacity, sum(offers.places) over (
                partition by offers.operation_code
            )) as double), 0) as decimal(28, 8)
        ) as funding_eur
    from staging.int_offers as offers
    inner join staging.int_operations as o
        on offers.operation_code = o.operation_code and o.slot = 'current'
    where o.public_funding_eur > 0
)

select
    'current' as slot,
    useful.offer_id,
    useful.operation_code as operation_id,
    useful.operation_code,
    useful.need_id,
    coalesce(useful.pact_id, 'none') as pact_code,
    case when useful.need_id is null then 'no' else 'yes' end as need_founded_code,
    coalesce(places.period_code, 'unknown') as period_code,
    coalesce(places.fund_code, 'other') as fund_code,
    useful.region_code,
    regions.macro_area_code,
    coalesce(useful.province_code, useful.region_code) as territory_code,
    coalesce(places.managing_authority_code, 'unknown') as managing_authority_code,
    coalesce(places.programme_code, 'unknown') as programme_code,
    coalesce(places.axis_code, 'unknown') as axis_code,
    coalesce(places.theme_code, 'unknown') as theme_code,
    useful.year_code,
    coalesce(useful.occupation_code, 'unknown') as occupation_code,
    coalesce(cast(useful.sector_sep as varchar), 'unknown') as sector_sep_code,
    case
        when useful.level_code is not null then useful.level_code
        when useful.occupation_code is null then 'sector'
        else cast(length(useful.occupation_code) as varchar)
            || case when useful.province_code is null then '_region' else '_province' end
    end as match_level_code,
    coalesce(o.is_synthetic, substr(useful.operation_code, 1, 5) = 'SINT-') as is_synthetic,
    coalesce(o.edition_date, courses.edition_date) as edition_date,
    with_pact.has_pact,
    case
        when useful.pact_id is not null
            then cast(date_diff('day', pacts.signed_on, o.start_date) as integer)
    end as days_from_pact,
    useful.places,
    case when useful.need_id is not null then useful.places else 0 end as linked_places,
    cast(useful.useful_places as decimal(28, 8)) as useful_places,
    cast(useful.places - useful.useful_places as decimal(28, 8)) as surplus_places,
    -- money of the places, and positions of the links, only where the operation's money is known
    case when costed.funding_eur is not null then useful.places end as costed_places,
    costed.funding_eur,
    case when costed.funding_eur is not null and useful.need_id is not null then useful.answering end
        as costed_positions,
    case when useful.need_id is not null then costed.funding_eur end as answering_funding_eur
from useful
inner join staging.stg_reference__regions as regions on useful.region_code = regions.region_code
inner join with_pact on useful.operation_code = with_pact.operation_code
left join staging.int_operation_places as places on useful.operation_code = places.operation_code
left join staging.int_operations as o
    on useful.operation_code = o.operation_code and o.slot = 'current'
left join (
    select operation_code, max(edition_date) as edition_date
    from staging.int_courses
    group by operation_code
) as courses on useful.operation_code = courses.operation_code
left join marts.pact as pacts on useful.pact_id = pacts.pact_code
left join costed on useful.offer_id = costed.offer_id
