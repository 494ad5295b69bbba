-- Grain:  one row per slot, place, programme axis, fund, start year of operations, and age in years.
-- Source: exchange files alone: their commitments (FN04), payments (FN06) and claims (FN09) have days.
-- Does:   place each dated amount at the age that the year's operations had, counted back from the
--         edition's day: age 0 ends on that day of the start year. An operation of several rows
--         gives each the part that it has of the operation's money; certified expenditure is parted
--         as payments are, or as commitments where nothing is paid. Transfers and amounts without a
--         day are left out. Operations without a year of start have no age.
with

dated as (
    select
        operation_code,
        edition_date,
        payment_date as day,
        cast(0 as decimal(18, 2)) as commitment_eur,
        signed_eur as payment_eur,
        cast(0 as decimal(18, 2)) as certified_eur
    from staging.stg_puc__payments
    where payment_date is not null and payment_date <= edition_date and signed_eur <> 0
    union all
    select
        operation_code,
        edition_date,
        commitment_date as day,
        signed_eur as commitment_eur,
        cast(0 as decimal(18, 2)) as payment_eur,
        cast(0 as decimal(18, 2)) as certified_eur
    from staging.stg_puc__commitments
    where commitment_date is not null and commitment_date <= edition_date and signed_eur <> 0
    union all
    select
        operation_code,
        edition_date,
        claim_date as day,
        cast(0 as decimal(18, 2)) as commitment_eur,
        cast(0 as decimal(18, 2)) as payment_eur,
        total_eur as certified_eur
    from staging.stg_puc__certified
    where claim_date is not null and claim_date <= edition_date and total_eur <> 0
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
        payment_eur,
        certified_eur
    from dated
),

by_operation as (
    select
        operation_code,
        edition_date,
        cast(years_back as integer) as years_back,
        sum(commitment_eur) as commitment_eur,
        sum(payment_eur) as payment_eur,
        sum(certified_eur) as certified_eur
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
        ) as double), 0) as payments_part,
        cast(1 as double) / count(*) over (partition by slot, operation_id) as even_part
    from marts.operation_share
),

placed as (
    select
        parts.*,
        by_operation.commitment_eur,
        by_operation.payment_eur,
        by_operation.certified_eur,
        case when parts.year_code <> 'unknown' then
            cast(
                greatest(
                    0,
                    extract(year from parts.edition_date) - by_operation.years_back
                    - cast(nullif(parts.year_code, 'unknown') as integer)
                ) as integer
            )
        end as age
    from parts
    inner join by_operation
        on parts.operation_code = by_operation.operation_code
        and parts.edition_date = by_operation.edition_date
)

select
    slot,
    is_synthetic,
    edition_date,
    period_code,
    fund_code,
    region_code,
    province_code,
    macro_area_code,
    managing_authority_code,
    programme_code,
    axis_code,
    theme_code,
    status_code,
    year_code,
    age,
    -- half a cent is rounded as a decimal: of doubles it depends on the order of adding them
    cast(cast(cast(
        round(sum(cast(commitment_eur as double) * commitments_part), 6) as decimal(24, 6)
    ) as decimal(18, 2)) as double) as commitments_eur,
    cast(cast(cast(
        round(sum(cast(payment_eur as double) * payments_part), 6) as decimal(24, 6)
    ) as decimal(18, 2)) as double) as payments_eur,
    cast(cast(
        round(
            sum(
                cast(certified_eur as double)
                * coalesce(payments_part, commitments_part, even_part)
            ),
            6
        ) as decimal(24, 6)
    ) as decimal(18, 2)) as certified_eur
from placed
group by
    slot, is_synthetic, edition_date, period_code, fund_code, region_code, province_code,
    macro_area_code, managing_authority_code, programme_code, axis_code, theme_code, status_code,
    year_code, age
