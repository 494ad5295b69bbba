-- Grain:  one row per need in force.
-- Does:   take the newest edition of each need, the later delivery of two; leave out those withdrawn
--         (no positions). Synthetic needs step aside as soon as published ones, or published
--         operations, exist.
with

listed as (
    select
        n.*,
        files.edition_date,
        files.import_sequence,
        files.is_synthetic
    from raw.needs as n
    inner join ledger.file as files on n.file_id = files.file_id
),

kinds as (
    select bool_or(not is_synthetic) as has_published
    from (
        select is_synthetic from listed
        union all
        select is_synthetic from staging.int_operations
    ) as found
),

ranked as (
    select
        listed.*,
        row_number() over (
            partition by need_id order by edition_date desc, import_sequence desc, row_number
        ) as choice
    from listed
    cross join kinds
    where not (listed.is_synthetic and kinds.has_published)
)

select
    need_id,
    pact_id,
    dossier,
    region as region_code,
    province as province_code,
    occupation_code,
    sector_sep,
    cast(year as varchar) as year_code,
    cast(positions as decimal(28, 8)) as stated_positions,
    hard_to_fill_share,
    evidence,
    source,
    edition_date,
    is_synthetic
from ranked
where choice = 1 and positions > 0
