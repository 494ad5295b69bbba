-- Grain:  one row per slot, place, programme axis, fund, start year of operations, and age in years.
-- Source: exchange files alone: their commitments (FN04) and payments (FN06) have days.
-- Does:   place each dated amount at the age that the year's operations had, counted back from the
--         edition's day: age 0 ends on that day of the start year. An operation of several rows
--         gives each the part that it has of the operation's money. Transfers and amounts without
--         a day are left out.
with

dated as (
    select
        operation_code,
        edition_date,
        payment_date as day,
        cast(0 as decimal(18, 2)) as commitment_eur,
        signed_eur as payment_eur
    from staging.stg_puc__payments
    where payment_date is not null and payment_date <= edition_date and signed_eur <> 0
    union all
    select
        operation_code,
        edition_date,
        commitment_date as day,
        signed_eur as commitment_eur,
        cast(0 as decimal(18, 2)) as payment_eur
    from staging.stg_puc__commitments
    where commitment_date is not null and commitment_date <= edition_date and signed_eur <> 0
),

-- years back from the edition's day, whole ones alone
aged as (
    select
        operation_code,
        edition_date,
        extract(year from edition_date) - extract(year from day)
        - case
            when extract(month from day) * 100 + extract(day from day)
                > extract(month from edition_date) * 100 + extract(day from edition_date)
                then 1
            else 0
        end as years_back,
        commitment_eur,
        payment_eur
    from dated
),

by_operation as (
    select
        operation_code,
        edition_date,
        cast(years_back as integer) as years_back,
        sum(commitment_eur) as commitment_eur,
        sum(payment_eur) as payment_eur
    from aged
    group by operation_code, edition_date, cast(years_back as integer)
),

parts as (
    select
        *,
        cast(commitments_eur as double)
        / nullif(cast(sum(commitments_eur) over (
            partition by slot, operation_id
        ) as double), 0) as commitments_part,
        cast(payments_eur as double)
        / nullif(cast(sum(payments_eur) over (
            partition by slot, operation_id
        ) as double), 0) as payments_part
    from marts.operation_share
    where year_code <> 'unknown'
)

select
    parts.slot,
    parts.is_synthetic,
    parts.edition_date,
    parts.period_code,
    parts.fund_code,
    parts.region_code,
    parts.province_code,
    parts.macro_area_code,
    parts.managing_authority_code,
    parts.programme_code,
    parts.axis_code,
    parts.theme_code,
    parts.status_code,
    parts.year_code,
    cast(
        greatest(
            0,
            extract(year from parts.edition_date) - by_operation.years_back
            - cast(parts.year_code as integer)
        ) as integer
    ) as age,
    round(sum(cast(by_operation.commitment_eur as double) * parts.commitments_part), 2)
        as commitments_eur,
    round(sum(cast(by_operation.payment_eur as double) * parts.payments_part), 2)
        as payments_eur
from parts
inner join by_operation
    on parts.operation_code = by_operation.operation_code
    and parts.edition_date = by_operation.edition_date
group by
    parts.slot, parts.is_synthetic, parts.edition_date, parts.period_code, parts.fund_code,
    parts.region_code, parts.province_code, parts.macro_area_code, parts.managing_authority_code,
    parts.programme_code, parts.axis_code, parts.theme_code, parts.status_code, parts.year_code,
    cast(
        greatest(
            0,
            extract(year from parts.edition_date) - by_operation.years_back
            - cast(parts.year_code as integer)
        ) as integer
    )
