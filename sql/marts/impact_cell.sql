-- Grain:  one row per group (participants, comparison persons), operation, characteristics at entry,
--         quarter of entry and what is due and known of the outcomes.
-- Source: staging.int_evaluated, staging.int_evaluated_history.
-- Does:   count people who are alike, so that an estimate reads thousands of rows and not millions,
--         and no person reaches a screen. Everybody in a cell has the same outcomes due and known;
--         an outcome is used from the cells that know it, the others are counted as unknown. The
--         operation is the cluster of the errors: people of one course resemble one another. `seen_…` and `employed_…` follow work from
--         two years before entry to two years after, every third month.
with

described as (
    select
        e.*,
        cast(extract(year from e.entry_date) as varchar) as entry_year_code,
        cast(
            extract(year from e.entry_date) * 4 + extract(quarter from e.entry_date) as integer
        ) as entry_quarter,
        case
            when coalesce(h.recent_seen, 0) = 0 then 'unknown'
            when h.recent_worked = 0 then 'none'
            when h.recent_worked * 2 <= h.recent_seen then 'some'
            else 'most'
        end as work_before_code,
        coalesce(h.recent_seen > 0 and h.earlier_seen > 0, false) as knows_history,
        case
            when h.recent_seen > 0
                then cast(h.earlier_worked as double) / nullif(h.earlier_seen, 0)
        end as earlier_share,
        -- of a course without a month of its own nothing can be asked; one that lasts may have some
        coalesce(e.left_month - e.entry_month >= 2, true) as has_course,
        e.mature_28d and coalesce(h.course_seen > 0, false) as knows_course,
        e.mature_12m and h.earnings_12m is not null as knows_earnings,
        e.mature_12m and h.earnings_12m is not null and h.earnings_before_12m is not null
            as knows_earnings_change,
        h.earnings_12m - h.earnings_before_12m as earnings_change,
        cast(h.course_worked as double) / nullif(h.course_seen, 0) as course_work,
        h.* exclude (
            person_id, recent_seen, recent_worked, earlier_seen, earlier_worked, course_seen,
            course_worked, earnings_before_12m
        ),
        -- the secret key of a person: `salt.record_key` does the same
        cast('0x' || substr(md5($salt || e.person_id), 1, 8) as bigint) as person_key
    from staging.int_evaluated as e
    left join staging.int_evaluated_history as h on e.person_id = h.person_id
)

select
    cast(participated as tinyint) as participated,
    is_synthetic,
    period_code,
    fund_code,
    managing_authority_code,
    programme_code,
    axis_code,
    theme_code,
    type_code,
    operation_code,
    is_followed,
    region_code,
    sex_code,
    age_band_code,
    education_code,
    entry_status_code,
    vulnerable_code,
    work_before_code,
    entry_year_code,
    entry_quarter,
    mature_28d,
    mature_6m,
    mature_12m,
    knows_28d,
    knows_6m,
    knows_12m,
    knows_contract,
    knows_history,
    has_course,
    knows_course,
    knows_earnings,
    knows_earnings_change,
    max(edition_date) as edition_date,
    cast(count(*) as bigint) as persons,
    cast(count(*) filter (where works_28d) as bigint) as employed_28d,
    cast(count(*) filter (where works_6m) as bigint) as employed_6m,
    cast(count(*) filter (where works_12m) as bigint) as employed_12m,
    cast(count(*) filter (where is_permanent) as bigint) as permanent_6m,
    cast(round(sum(earlier_share), 9) as double) as earlier_work,
    cast(round(sum(earlier_share * earlier_share), 9) as double) as earlier_work_square,

    ---------- sums of fractions, of those who know them, and the persons with one that is not zero
    cast(coalesce(round(sum(earnings_12m) filter (where knows_earnings), 6), 0) as double)
        as earnings_12m,
    cast(
        coalesce(round(sum(earnings_12m * earnings_12m) filter (where knows_earnings), 6), 0)
        as double
    ) as earnings_12m_square,
    cast(count(*) filter (where knows_earnings and earnings_12m <> 0) as bigint)
        as earnings_12m_count,
    cast(
        coalesce(round(sum(earnings_change) filter (where knows_earnings_change), 6), 0) as double
    ) as earnings_change,
    cast(
        coalesce(
            round(sum(earnings_change * earnings_change) filter (where knows_earnings_change), 6),
            0
        ) as double
    ) as earnings_change_square,
    cast(count(*) filter (where knows_earnings_change and earnings_change <> 0) as bigint)
        as earnings_change_count,
    cast(coalesce(round(sum(course_work) filter (where knows_course), 9), 0) as double)
        as course_work,
    cast(coalesce(round(sum(course_work * course_work) filter (where knows_course), 9), 0) as double)
        as course_work_square,
    cast(count(*) filter (where knows_course and course_work <> 0) as bigint)
        as course_work_count,

    ---------- work by quarters from entry
    cast(count(before_24m) as integer) as seen_before_24m,
    cast(sum(before_24m) as integer) as employed_before_24m,
    cast(count(before_21m) as integer) as seen_before_21m,
    cast(sum(before_21m) as integer) as employed_before_21m,
    cast(count(before_18m) as integer) as seen_before_18m,
    cast(sum(before_18m) as integer) as employed_before_18m,
    cast(count(before_15m) as integer) as seen_before_15m,
    cast(sum(before_15m) as integer) as employed_before_15m,
    cast(count(before_12m) as integer) as seen_before_12m,
    cast(sum(before_12m) as integer) as employed_before_12m,
    cast(count(before_9m) as integer) as seen_before_9m,
    cast(sum(before_9m) as integer) as employed_before_9m,
    cast(count(before_6m) as integer) as seen_before_6m,
    cast(sum(before_6m) as integer) as employed_before_6m,
    cast(count(before_3m) as integer) as seen_before_3m,
    cast(sum(before_3m) as integer) as employed_before_3m,
    cast(count(after_3m) as integer) as seen_after_3m,
    cast(sum(after_3m) as integer) as employed_after_3m,
    cast(count(after_6m) as integer) as seen_after_6m,
    cast(sum(after_6m) as integer) as employed_after_6m,
    cast(count(after_9m) as integer) as seen_after_9m,
    cast(sum(after_9m) as integer) as employed_after_9m,
    cast(count(after_12m) as integer) as seen_after_12m,
    cast(sum(after_12m) as integer) as employed_after_12m,
    cast(count(after_15m) as integer) as seen_after_15m,
    cast(sum(after_15m) as integer) as employed_after_15m,
    cast(count(after_18m) as integer) as seen_after_18m,
    cast(sum(after_18m) as integer) as employed_after_18m,
    cast(count(after_21m) as integer) as seen_after_21m,
    cast(sum(after_21m) as integer) as employed_after_21m,
    cast(count(after_24m) as integer) as seen_after_24m,
    cast(sum(after_24m) as integer) as employed_after_24m,

    ---------- sums of the secret keys of those counted, which give a guarded figure its noise
    cast(sum(person_key) as bigint) as persons_key,
    cast(coalesce(sum(person_key) filter (where works_28d), 0) as bigint) as employed_28d_key,
    cast(coalesce(sum(person_key) filter (where works_6m), 0) as bigint) as employed_6m_key,
    cast(coalesce(sum(person_key) filter (where works_12m), 0) as bigint) as employed_12m_key,
    cast(coalesce(sum(person_key) filter (where is_permanent), 0) as bigint) as permanent_6m_key,
    cast(
        coalesce(sum(person_key) filter (where knows_earnings and earnings_12m <> 0), 0) as bigint
    ) as earnings_12m_count_key,
    cast(
        coalesce(sum(person_key) filter (where knows_earnings_change and earnings_change <> 0), 0)
        as bigint
    ) as earnings_change_count_key,
    cast(
        coalesce(sum(person_key) filter (where knows_course and course_work <> 0), 0) as bigint
    ) as course_work_count_key
from described
group by
    participated, is_synthetic, period_code, fund_code, managing_authority_code, programme_code,
    axis_code, theme_code, type_code, operation_code, is_followed, region_code, sex_code,
    age_band_code, education_code, entry_status_code, vulnerable_code, work_before_code,
    entry_year_code, entry_quarter, mature_28d, mature_6m, mature_12m, knows_28d, knows_6m,
    knows_12m, knows_contract, knows_history, has_course, knows_course, knows_earnings,
    knows_earnings_change
