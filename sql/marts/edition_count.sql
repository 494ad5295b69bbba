-- Grain:  one row per earlier edition, figure, programme, fund, region and year.
-- Source: raw.edition_counts, and ledger.kept_counts, which a warehouse keeps of each edition it had.
-- Does:   place the counts of editions before the present one. What the warehouse counted itself
--         wins over a file. A count from a file has no records whose keys could give it its noise:
--         its cell and its amount do, so that one count has one noise in every edition. Synthetic
--         counts step aside where published records exist.
with

present as (
    select max(edition_date) as edition_date, bool_or(not is_synthetic) as has_published
    from (
        select edition_date, is_synthetic from marts.participation_cell where slot = 'current'
        union all
        select edition_date, is_synthetic from marts.operation_share where slot = 'current'
    ) as rows_of_now
),

programmes as (
    select programme_code, min(period_code) as period_code,
        min(managing_authority_code) as managing_authority_code
    from marts.operation_share
    group by programme_code
),

-- of two files the later import wins
ranked as (
    select
        counts.*,
        row_number() over (
            partition by
                counts.edition, counts.figure, counts.programme, counts.fund, counts.region,
                counts.year
            order by files.import_sequence desc, counts.row_number
        ) as place
    from raw.edition_counts as counts
    inner join ledger.file as files on counts.file_id = files.file_id
),

own as (
    select distinct edition_date, figure from ledger.kept_counts
),

filed as (
    select
        ranked.edition as edition_date,
        ranked.figure,
        ranked.programme as programme_code,
        ranked.fund as fund_code,
        coalesce(ranked.region, 'not_regionalised') as region_code,
        cast(ranked.year as varchar) as year_code,
        ranked.amount,
        coalesce(ranked.is_synthetic, false) as is_synthetic,
        md5(
            $salt || ranked.figure || ranked.programme || ranked.fund
            || coalesce(ranked.region, '') || cast(ranked.year as varchar)
            || cast(ranked.amount as varchar)
        ) as key_hash
    from ranked
    left join own on ranked.edition = own.edition_date and ranked.figure = own.figure
    where ranked.place = 1 and own.figure is null
),

together as (
    select
        edition_date, figure, programme_code, fund_code, region_code, year_code, amount,
        is_synthetic,
        cast('0x' || substr(key_hash, 1, 8) as bigint) as amount_key
    from filed
    union all
    select
        edition_date, figure, programme_code, fund_code, region_code, year_code, amount,
        is_synthetic, amount_key
    from ledger.kept_counts
)

select
    'current' as slot,
    together.is_synthetic,
    together.edition_date,
    together.figure,
    coalesce(programmes.period_code, named.period_code, 'unknown') as period_code,
    together.fund_code,
    together.region_code,
    coalesce(regions.macro_area_code, 'not_regionalised') as macro_area_code,
    coalesce(
        programmes.managing_authority_code, named.managing_authority_code, 'unknown'
    ) as managing_authority_code,
    together.programme_code,
    together.year_code,
    together.amount,
    together.amount_key
from together
inner join present on together.edition_date < present.edition_date
left join programmes on together.programme_code = programmes.programme_code
left join staging.stg_reference__programmes as named
    on together.programme_code = named.programme_code
left join staging.stg_reference__regions as regions on together.region_code = regions.region_code
where not (together.is_synthetic and coalesce(present.has_published, false))
