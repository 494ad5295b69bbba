-- Grain:  one row per local training pact.
-- Does:   take the newest edition of each pact, the later delivery of two. Synthetic pacts step aside
--         as soon as published ones, or published operations, exist.
with

listed as (
    select
        p.*,
        files.edition_date,
        files.import_sequence,
        files.is_synthetic
    from raw.pacts as p
    inner join ledger.file as files on p.file_id = files.file_id
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
            partition by pact_id order by edition_date desc, import_sequence desc, row_number
        ) as choice
    from listed
    cross join kinds
    where not (listed.is_synthetic and kinds.has_published)
)

select
    ranked.pact_id as pact_code,
    ranked.name as pact_name,
    ranked.region as region_code,
    ranked.municipalities,
    ranked.signed_on,
    ranked.phase as phase_code,
    ranked.valid_from,
    ranked.valid_to,
    ranked.edition_date,
    ranked.is_synthetic
from ranked
where ranked.choice = 1
