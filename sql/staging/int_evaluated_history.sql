-- Grain:  one row per person evaluated who has some work history around entry.
-- Does:   count months from the month of entry: how much of the last year was spent at work (a
--         characteristic at entry), how much of the year before (settled by then: an outcome that
--         training cannot have changed), and who was at work every third month from two years
--         before to two years after, empty where nobody looked. Of a month delivered twice the
--         later delivery wins.
with

several as (
    select person_id
    from staging.stg_employment_history
    group by person_id
    having count(distinct import_sequence) > 1
),

delivered as (
    select h.person_id, h.month_number, h.employed
    from staging.stg_employment_history as h
    anti join several on h.person_id = several.person_id
    union all
    select person_id, month_number, employed
    from (
        select
            h.person_id,
            h.month_number,
            h.employed,
            row_number() over (
                partition by h.person_id, h.month_number
                order by h.edition_date desc, h.import_sequence desc
            ) as delivery
        from staging.stg_employment_history as h
        inner join several on h.person_id = several.person_id
    ) as numbered
    where delivery = 1
)

select
    e.person_id,
    count(*) filter (where h.month_number between e.entry_month - 12 and e.entry_month - 1)
        as recent_seen,
    count(*) filter (
        where h.employed and h.month_number between e.entry_month - 12 and e.entry_month - 1
    ) as recent_worked,
    count(*) filter (where h.month_number < e.entry_month - 12) as earlier_seen,
    count(*) filter (where h.employed and h.month_number < e.entry_month - 12) as earlier_worked,
    max(case when h.month_number - e.entry_month = -24 then cast(h.employed as tinyint) end)
        as before_24m,
    max(case when h.month_number - e.entry_month = -21 then cast(h.employed as tinyint) end)
        as before_21m,
    max(case when h.month_number - e.entry_month = -18 then cast(h.employed as tinyint) end)
        as before_18m,
    max(case when h.month_number - e.entry_month = -15 then cast(h.employed as tinyint) end)
        as before_15m,
    max(case when h.month_number - e.entry_month = -12 then cast(h.employed as tinyint) end)
        as before_12m,
    max(case when h.month_number - e.entry_month = -9 then cast(h.employed as tinyint) end)
        as before_9m,
    max(case when h.month_number - e.entry_month = -6 then cast(h.employed as tinyint) end)
        as before_6m,
    max(case when h.month_number - e.entry_month = -3 then cast(h.employed as tinyint) end)
        as before_3m,
    max(case when h.month_number - e.entry_month = 3 then cast(h.employed as tinyint) end)
        as after_3m,
    max(case when h.month_number - e.entry_month = 6 then cast(h.employed as tinyint) end)
        as after_6m,
    max(case when h.month_number - e.entry_month = 9 then cast(h.employed as tinyint) end)
        as after_9m,
    max(case when h.month_number - e.entry_month = 12 then cast(h.employed as tinyint) end)
        as after_12m,
    max(case when h.month_number - e.entry_month = 15 then cast(h.employed as tinyint) end)
        as after_15m,
    max(case when h.month_number - e.entry_month = 18 then cast(h.employed as tinyint) end)
        as after_18m,
    max(case when h.month_number - e.entry_month = 21 then cast(h.employed as tinyint) end)
        as after_21m,
    max(case when h.month_number - e.entry_month = 24 then cast(h.employed as tinyint) end)
        as after_24m
from staging.int_evaluated as e
inner join delivered as h
    on e.person_id = h.person_id
    and h.month_number between e.entry_month - 24 and e.entry_month + 24
group by e.person_id
