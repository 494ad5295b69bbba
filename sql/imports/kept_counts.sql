-- Grain:  one row per figure, programme, fund, region and year of the edition that is the newest.
-- Source: marts.participation_cell, by year of exit; marts.operation_share, by year of start;
--         marts.dated_money, certified expenditure alike.
-- Does:   count how far each year has come, to be kept when a later edition takes this one's place.
with

newest as (
    select max(edition_date) as edition_date
    from (
        select edition_date from marts.participation_cell where slot = 'current'
        union all
        select edition_date from marts.operation_share where slot = 'current'
    ) as rows_of_now
),

figures as (
    select unnest(
        ['28d_register', '28d_survey', '6m_register', '6m_survey', '12m_register', '12m_survey']
    ) as series
),

persons as (
    select
        programme_code, fund_code, region_code, exit_year_code as year_code, is_synthetic, series,
        case series
            when '28d_register' then known_28d_register
            when '28d_survey' then known_28d_survey
            when '6m_register' then known_6m_register
            when '6m_survey' then known_6m_survey
            when '12m_register' then known_12m_register
            else known_12m_survey
        end as known,
        case series
            when '28d_register' then known_28d_register_key
            when '28d_survey' then known_28d_survey_key
            when '6m_register' then known_6m_register_key
            when '6m_survey' then known_6m_survey_key
            when '12m_register' then known_12m_register_key
            else known_12m_survey_key
        end as known_key,
        case series
            when '28d_register' then placed_28d_register
            when '28d_survey' then placed_28d_survey
            when '6m_register' then placed_6m_register
            when '6m_survey' then placed_6m_survey
            when '12m_register' then placed_12m_register
            else placed_12m_survey
        end as placed,
        case series
            when '28d_register' then placed_28d_register_key
            when '28d_survey' then placed_28d_survey_key
            when '6m_register' then placed_6m_register_key
            when '6m_survey' then placed_6m_survey_key
            when '12m_register' then placed_12m_register_key
            else placed_12m_survey_key
        end as placed_key
    from marts.participation_cell
    cross join figures
    where slot = 'current' and exit_year_code <> 'unknown'
),

counted as (
    select 'known_' || series as figure, programme_code, fund_code, region_code, year_code,
        is_synthetic, known as amount, known_key as amount_key
    from persons
    union all
    select 'placed_' || series as figure, programme_code, fund_code, region_code, year_code,
        is_synthetic, placed as amount, placed_key as amount_key
    from persons
    union all
    select 'payments_eur' as figure, programme_code, fund_code, region_code, year_code,
        is_synthetic, payments_eur as amount, 0 as amount_key
    from marts.operation_share
    where slot = 'current' and year_code <> 'unknown'
    union all
    select 'commitments_eur' as figure, programme_code, fund_code, region_code, year_code,
        is_synthetic, commitments_eur as amount, 0 as amount_key
    from marts.operation_share
    where slot = 'current' and year_code <> 'unknown'
    union all
    select 'certified_eur' as figure, programme_code, fund_code, region_code, year_code,
        is_synthetic, certified_eur as amount, 0 as amount_key
    from marts.dated_money
    where slot = 'current' and year_code <> 'unknown'
)

select
    newest.edition_date, counted.figure, counted.programme_code, counted.fund_code,
    counted.region_code, counted.year_code,
    cast(sum(counted.amount) as decimal(18, 2)) as amount,
    cast(sum(counted.amount_key) as bigint) as amount_key,
    counted.is_synthetic
from counted
cross join newest
group by
    newest.edition_date, counted.figure, counted.programme_code, counted.fund_code,
    counted.region_code, counted.year_code, counted.is_synthetic
having sum(counted.amount) <> 0
