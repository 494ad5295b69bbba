-- Grain:  one row per slot, person and operation that the person left.
-- Source: marts.participation, and the months of work that a register was asked for.
-- Does:   set beside each leaver the gross pay of one month: 12 and 6 months before the month of
--         entry, 6 and 12 after the month of exit. Pay is known of who worked in the month and
--         whose pay the register has; one without work has none, which is not zero. A leaver waits
--         for a month that lies after the edition's day.
with

leavers as (
    select
        *,
        extract(year from entry_month) * 12 + extract(month from entry_month) as entry_number,
        extract(year from exit_month) * 12 + extract(month from exit_month) as exit_number,
        extract(year from edition_date) * 12 + extract(month from edition_date) as edition_number
    from marts.participation
    where leavers = 1 and exit_month is not null
),

months as (
    select persons.person_number, h.month_number, h.earnings_eur
    from staging.int_work_months as h
    inner join staging.int_persons as persons on h.person_id = persons.person_id
    where h.employed and h.earnings_eur > 0
),

paid as (
    select
        leavers.slot,
        leavers.operation_code,
        leavers.person_number,
        max(case when months.month_number = leavers.entry_number - 12 then months.earnings_eur end)
            as earnings_before_12m_eur,
        max(case when months.month_number = leavers.entry_number - 6 then months.earnings_eur end)
            as earnings_before_6m_eur,
        max(case when months.month_number = leavers.exit_number + 6 then months.earnings_eur end)
            as earnings_6m_eur,
        max(case when months.month_number = leavers.exit_number + 12 then months.earnings_eur end)
            as earnings_12m_eur
    from leavers
    inner join months
        on leavers.person_number = months.person_number
        and (
            months.month_number = leavers.entry_number - 12
            or months.month_number = leavers.entry_number - 6
            or months.month_number = leavers.exit_number + 6
            or months.month_number = leavers.exit_number + 12
        )
    group by leavers.slot, leavers.operation_code, leavers.person_number
)

select
    leavers.slot,
    leavers.is_synthetic,
    leavers.edition_date,
    leavers.operation_code,
    leavers.record_key,
    leavers.period_code,
    leavers.fund_code,
    leavers.region_code,
    leavers.province_code,
    leavers.macro_area_code,
    leavers.category_of_region_code,
    leavers.managing_authority_code,
    leavers.programme_code,
    leavers.axis_code,
    leavers.theme_code,
    leavers.provider_code,
    leavers.course_code,
    leavers.exit_year_code,
    leavers.sex_code,
    leavers.age_band_code,
    leavers.education_code,
    leavers.entry_status_code,
    paid.earnings_before_12m_eur,
    paid.earnings_before_6m_eur,
    paid.earnings_6m_eur,
    paid.earnings_12m_eur,
    paid.earnings_12m_eur - paid.earnings_before_12m_eur as earnings_change_eur,
    cast(paid.earnings_12m_eur is not null and paid.earnings_before_12m_eur is not null as tinyint)
        as known_earnings_change,
    cast(paid.earnings_before_12m_eur is not null as tinyint) as known_earnings_before_12m,
    cast(paid.earnings_before_6m_eur is not null as tinyint) as known_earnings_before_6m,
    cast(paid.earnings_6m_eur is not null as tinyint) as known_earnings_6m,
    cast(paid.earnings_12m_eur is not null as tinyint) as known_earnings_12m,
    cast(0 as tinyint) as waiting_before,
    cast(leavers.exit_number + 6 > leavers.edition_number as tinyint) as waiting_6m,
    cast(leavers.exit_number + 12 > leavers.edition_number as tinyint) as waiting_12m
from leavers
left join paid
    on leavers.slot = paid.slot
    and leavers.operation_code = paid.operation_code
    and leavers.person_number = paid.person_number
