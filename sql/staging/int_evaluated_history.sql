-- Grain:  one row per person evaluated who has some work history around entry.
-- Does:   count months from the month of entry: how much of the last year was spent at work (a
--         characteristic at entry), how much of the year before (settled by then: an outcome that
--         training cannot have changed), and who was at work every third month from two years
--         before to two years after, empty where nobody looked.
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
inner join staging.int_work_months as h
    on e.person_id = h.person_id
    and h.month_number between e.entry_month - 24 and e.entry_month + 24
group by e.person_id
