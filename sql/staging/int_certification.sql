-- Grain:  one row per yearly EU commitment, day of pre-financing or payment claim of a programme,
--         fund and category of region; `source` names which of the three.
-- Does:   choose what is in force of each source: the newest edition that carries a programme speaks
--         for all of it, within it the latest import of a row. Synthetic rows step aside as soon as
--         a published file of operations, exchange or of that source is there.
with

stated as (
    select 'commitment_tranches' as source, file_id, programme, fund, category_of_region,
        is_synthetic, cast(year as integer) as tranche_year, cast(null as date) as day,
        '' as claim_code, eu_amount_eur, reserve_eur, cast(null as decimal(18, 2)) as suspended_eur
    from raw.commitment_tranches
    union all
    select 'prefinancing' as source, file_id, programme, fund, category_of_region,
        is_synthetic, cast(null as integer) as tranche_year, date as day,
        '' as claim_code, eu_amount_eur, cast(null as decimal(18, 2)) as reserve_eur,
        cast(null as decimal(18, 2)) as suspended_eur
    from raw.prefinancing
    union all
    select 'payment_claims' as source, file_id, programme, fund, category_of_region,
        is_synthetic, cast(null as integer) as tranche_year, date as day,
        coalesce(claim, '') as claim_code, eu_amount_eur,
        cast(null as decimal(18, 2)) as reserve_eur, suspended_eur
    from raw.payment_claims
),

published as (
    select distinct source from ledger.file where not is_synthetic
),

kinds as (
    select coalesce(bool_or(source in ('opencoesione', 'puc')), false) as has_operations
    from published
),

candidates as (
    select
        stated.source,
        upper(stated.programme) as programme_code,
        stated.fund as fund_code,
        coalesce(stated.category_of_region, 'all') as category_of_region_code,
        stated.tranche_year,
        stated.day,
        stated.claim_code,
        stated.eu_amount_eur,
        coalesce(stated.reserve_eur, 0) as reserve_eur,
        coalesce(stated.suspended_eur, 0) as suspended_eur,
        coalesce(stated.is_synthetic, false) as is_synthetic,
        files.edition_date,
        files.import_sequence
    from stated
    inner join ledger.file as files on stated.file_id = files.file_id
    cross join kinds
    left join published on stated.source = published.source
    where not (
        coalesce(stated.is_synthetic, false)
        and (kinds.has_operations or published.source is not null)
    )
),

newest as (
    select source, programme_code, max(edition_date) as edition_date
    from candidates
    group by source, programme_code
),

ranked as (
    select
        candidates.*,
        row_number() over (
            partition by candidates.source, candidates.programme_code, candidates.fund_code,
                candidates.category_of_region_code, candidates.tranche_year, candidates.day,
                candidates.claim_code
            order by candidates.import_sequence desc
        ) as place
    from candidates
    inner join newest
        on candidates.source = newest.source
        and candidates.programme_code = newest.programme_code
        and candidates.edition_date = newest.edition_date
)

select * exclude (place)
from ranked
where place = 1
