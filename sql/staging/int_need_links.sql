-- Grain:  one row per need and operation that answers it.
-- Does:   take the newest edition of each link; leave out those withdrawn (no places). Places keep to
--         the operation's capacity: should a later declaration lower it, all its links shrink alike.
with

ranked as (
    select
        l.need_id, l.operation_code, l.places,
        row_number() over (
            partition by l.need_id, l.operation_code
            order by files.edition_date desc, files.import_sequence desc, l.row_number
        ) as choice
    from raw.need_operations as l
    inner join ledger.file as files on l.file_id = files.file_id
),

links as (
    select
        ranked.need_id,
        ranked.operation_code,
        cast(ranked.places as decimal(28, 8)) as places
    from ranked
    inner join staging.int_needs as needs on ranked.need_id = needs.need_id
    where ranked.choice = 1 and ranked.places > 0
),

capacities as (
    select operation_code, cast(sum(places) as decimal(28, 8)) as capacity
    from staging.int_courses
    group by operation_code
),

running as (
    select
        links.*,
        capacities.capacity,
        sum(links.places) over (partition by links.operation_code) as linked,
        sum(links.places) over (
            partition by links.operation_code order by links.need_id
            rows between unbounded preceding and current row
        ) as running
    from links
    left join capacities on links.operation_code = capacities.operation_code
),

kept as (
    select
        *,
        cast(least(coalesce(capacity, linked), linked) as double) as usable
    from running
)

select
    need_id,
    operation_code,
    capacity,
    cast(
        round(usable * cast(running as double) / nullif(cast(linked as double), 0), 8)
        - round(usable * cast(running - places as double) / nullif(cast(linked as double), 0), 8)
        as decimal(28, 8)
    ) as places
from kept
