-- Grain:  one row per operation whose sources are declared, need it answers (or none) and holder;
--         every holder stands there, with nothing where it pays nothing.
-- Does:   find who pays for which need. An operation's money follows its places, cut to the cent along
--         the running share, so that the parts add up to it. What the declared parts lack of the
--         operation's cost, public and private, is a holder of its own, 'difference': below zero
--         where the parts are more.
with

listed as (
    select
        s.operation_code, s.holder, s.amount_eur,
        files.edition_date,
        dense_rank() over (
            partition by s.operation_code
            order by files.edition_date desc, files.import_sequence desc
        ) as choice
    from raw.funding_sources as s
    inner join ledger.file as files on s.file_id = files.file_id
),

declared as (
    select
        listed.operation_code, listed.holder, listed.edition_date,
        cast(sum(listed.amount_eur) as decimal(18, 2)) as amount_eur
    from listed
    where listed.choice = 1
    group by listed.operation_code, listed.holder, listed.edition_date
),

totals as (
    select
        declared.operation_code,
        max(declared.edition_date) as edition_date,
        cast(sum(declared.amount_eur) as decimal(18, 2)) as declared_eur,
        cast(
            coalesce(
                max(o.public_funding_eur) + coalesce(max(o.private_funding_eur), 0),
                sum(declared.amount_eur)
            ) as decimal(18, 2)
        ) as total_eur
    from declared
    inner join marts.operation as o on declared.operation_code = o.operation_code
    group by declared.operation_code
),

paid as (
    select operation_code, holder, amount_eur from declared
    union all
    select operation_code, 'difference' as holder, total_eur - declared_eur as amount_eur
    from totals
),

holders as (
    select unnest(
        ['economic_development_ministry', 'labour_ministry', 'region', 'esf', 'fsc', 'private',
            'other', 'difference']
    ) as holder
),

dense as (
    select
        totals.operation_code, totals.edition_date, totals.total_eur, holders.holder,
        cast(coalesce(paid.amount_eur, 0) as decimal(18, 2)) as amount_eur
    from totals
    cross join holders
    left join paid
        on totals.operation_code = paid.operation_code and holders.holder = paid.holder
),

links as (
    select
        l.operation_code, n.need_id, n.pact_code, n.occupation_code, n.sector_sep_code, l.places,
        l.capacity
    from staging.int_need_links as l
    inner join marts.need as n on l.need_id = n.need_id
),

parts as (
    select operation_code, need_id, pact_code, occupation_code, sector_sep_code, places
    from links
    union all
    -- what answers no need
    select
        totals.operation_code, 'none', 'none', 'none', 'none',
        case
            when max(links.capacity) is null and count(links.need_id) > 0 then 0
            else greatest(coalesce(max(links.capacity), 1) - coalesce(sum(links.places), 0), 0)
        end as places
    from totals
    left join links on totals.operation_code = links.operation_code
    group by totals.operation_code
),

running as (
    select
        parts.*,
        sum(places) over (partition by operation_code) as all_places,
        sum(places) over (
            partition by operation_code order by need_id
            rows between unbounded preceding and current row
        ) as running
    from parts
    where places > 0
),

shares as (
    select
        *,
        cast(running as double) / nullif(cast(all_places as double), 0) as upto,
        cast(running - places as double) / nullif(cast(all_places as double), 0) as since
    from running
)

select
    'current' as slot,
    dense.operation_code,
    shares.need_id,
    shares.pact_code,
    shares.occupation_code,
    shares.sector_sep_code,
    dense.holder as holder_code,
    places.period_code,
    places.fund_code,
    places.region_code,
    coalesce(regions.macro_area_code, 'not_regionalised') as macro_area_code,
    places.managing_authority_code,
    places.programme_code,
    places.axis_code,
    places.theme_code,
    o.year_code,
    o.is_synthetic,
    dense.edition_date,
    cast(
        round(cast(dense.amount_eur as double) * shares.upto, 2)
        - round(cast(dense.amount_eur as double) * shares.since, 2) as decimal(18, 2)
    ) as amount_eur,
    cast(
        round(cast(dense.total_eur as double) * shares.upto, 2)
        - round(cast(dense.total_eur as double) * shares.since, 2) as decimal(18, 2)
    ) as total_eur
from dense
inner join shares on dense.operation_code = shares.operation_code
inner join staging.int_operation_places as places on dense.operation_code = places.operation_code
inner join staging.int_operations as o
    on dense.operation_code = o.operation_code and o.slot = 'current'
left join staging.stg_reference__regions as regions on places.region_code = regions.region_code
