-- Grain:  one row per programme, fund, category of region and day of payment.
-- Does:   choose what is in force: the newest edition that carries a programme speaks for all of it,
--         within it the latest import of a row. Synthetic rows step aside as soon as a published
--         file of operations, exchange or of this kind is there.
with

kinds as (
    select coalesce(bool_or(not is_synthetic), false) as has_published
    from ledger.file
    where source in ('opencoesione', 'puc', 'prefinancing')
),

candidates as (
    select
        upper(r.programme) as programme_code,
        r.fund as fund_code,
        coalesce(r.category_of_region, 'all') as category_of_region_code,
        r.date as day,
        r.eu_amount_eur,
        coalesce(r.is_synthetic, false) as is_synthetic,
        files.edition_date,
        files.import_sequence
    from raw.prefinancing as r
    inner join ledger.file as files on r.file_id = files.file_id
    cross join kinds
    where not (coalesce(r.is_synthetic, false) and kinds.has_published)
),

newest as (
    select programme_code, max(edition_date) as edition_date
    from candidates
    group by programme_code
),

ranked as (
    select
        candidates.*,
        row_number() over (
            partition by candidates.programme_code, candidates.fund_code,
                candidates.category_of_region_code, candidates.day
            order by candidates.import_sequence desc
        ) as place
    from candidates
    inner join newest
        on candidates.programme_code = newest.programme_code
        and candidates.edition_date = newest.edition_date
)

select * exclude (place)
from ranked
where place = 1
