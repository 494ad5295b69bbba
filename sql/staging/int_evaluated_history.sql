-- Grain:  one row per person evaluated who has some work history around entry.
-- Does:   count months from the month of entry: how much of the last year was spent at work (a
--         characteristic at entry), how much of the year before (settled by then: an outcome that
--         training cannot have changed), and who was at work every third month from two years
--         before to two years after, empty where nobody looked. Pay of everybody: nothing where the
--         month was looked up and there was no work, the gross pay of the month where there was,
--         5,000 euro where it was more, unknown where there was work and the register has no pay.
--         The months of the course are those after the month of entry and before that of leaving;
--         of comparison persons, before their day of reference.
select
    e.person_id,
    count(*) filter (where h.month_number between e.entry_month - 12 and e.entry_month - 1)
        as recent_seen,
    count(*) filter (
        where h.employed and h.month_number between e.entry_month - 12 and e.entry_month - 1
    ) as recent_worked,
    count(*) filter (where h.month_number < e.entry_month - 12) as earlier_seen,
    count(*) filter (where h.employed and h.month_number < e.entry_month - 12) as earlier_worked,
    max(
        case
            when h.month_number = e.left_month + 12 and not h.employed then 0.0
            when h.month_number = e.left_month + 12 and h.earnings_eur > 0
                then least(cast(h.earnings_eur as double), 5000.0)
        end
    ) as earnings_12m,
    max(
        case
            when h.month_number = e.entry_month - 12 and not h.employed then 0.0
            when h.month_number = e.entry_month - 12 and h.earnings_eur > 0
                then least(cast(h.earnings_eur as double), 5000.0)
        end
    ) as earnings_before_12m,
    count(*) filter (
        where h.month_number > e.entry_month and h.month_number < e.left_month
    ) as course_seen,
    count(*) filter (
        where h.employed and h.month_number > e.entry_month and h.month_number < e.left_month
    ) as course_worked,
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
    and h.month_number >= e.entry_month - 24
    and (
        h.month_number <= e.entry_month + 24
        or h.month_number < e.left_month
        or h.month_number = e.left_month + 12
    )
group by e.person_id
