-- Grain:  one row per slot, operation, level (TC36) and month, one stage in each row; certified
--         amounts by claim date too.
-- Does:   place every euro of the exchange files on its axis. Commitments (FN04) and payments (FN06)
--         are split by their admitted rows (FN05, FN07) of the same month; what is not admitted
--         stays with the operation's only level, or with none. Nothing is apportioned by guess, and
--         the parts add up to FN04 and FN06 to the cent.
with

unclaimed as (
    select 'committed' as stage, false as has_level, edition_date, operation_code,
        commitment_date as day, cast(null as varchar) as level_code, signed_eur as amount_eur
    from staging.stg_puc__commitments
    union all
    select 'committed' as stage, true as has_level, edition_date, operation_code,
        commitment_date as day, level_code, signed_eur as amount_eur
    from staging.stg_puc__admitted_commitments
    union all
    select 'paid' as stage, false as has_level, edition_date, operation_code,
        payment_date as day, cast(null as varchar) as level_code, signed_eur as amount_eur
    from staging.stg_puc__payments
    union all
    select 'paid' as stage, true as has_level, edition_date, operation_code,
        payment_date as day, level_code, signed_eur as amount_eur
    from staging.stg_puc__admitted_payments
    union all
    select 'selected' as stage, true as has_level, edition_date, operation_code,
        cast(null as date) as day, level_code, amount_eur
    from staging.stg_puc__admitted_costs
),

written as (
    select stage, has_level, edition_date, operation_code, day, cast(null as date) as claim_date,
        level_code, amount_eur, cast(null as decimal(18, 2)) as public_eur
    from unclaimed
    union all
    select 'certified' as stage, true as has_level, edition_date, operation_code,
        claim_date as day, claim_date, level_code, total_eur as amount_eur, public_eur
    from staging.stg_puc__certified
),

summed as (
    select
        written.stage, slots.slot, written.edition_date, written.operation_code,
        date_trunc('month', written.day) as month,
        written.claim_date, written.level_code, written.has_level,
        sum(written.amount_eur) as amount_eur,
        sum(written.public_eur) as public_eur
    from written
    inner join staging.int_puc_slots as slots
        on written.operation_code = slots.operation_code
        and written.edition_date = slots.edition_date
    group by 1, 2, 3, 4, 5, 6, 7, 8
),

-- an admitted row whose parent is missing leaves a negative rest, and its level keeps it
rests as (
    select
        stage, slot, edition_date, operation_code, month,
        sum(case when has_level then -amount_eur else amount_eur end) as amount_eur
    from summed
    where stage in ('committed', 'paid')
    group by 1, 2, 3, 4, 5
),

placed as (
    select stage, slot, edition_date, operation_code, month, claim_date, level_code, amount_eur,
        amount_eur as admitted_eur, public_eur
    from summed
    where has_level
    union all
    select rests.stage, rests.slot, rests.edition_date, rests.operation_code, rests.month,
        cast(null as date) as claim_date, sole.level_code, rests.amount_eur,
        cast(0 as decimal(18, 2)) as admitted_eur, cast(null as decimal(18, 2)) as public_eur
    from rests
    left join staging.int_puc_sole_levels as sole
        on rests.edition_date = sole.edition_date and rests.operation_code = sole.operation_code
    where rests.amount_eur <> 0
)

select
    stage, slot, edition_date, operation_code, cast(month as date) as month, claim_date, level_code,
    cast(amount_eur as decimal(18, 2)) as amount_eur,
    cast(admitted_eur as decimal(18, 2)) as admitted_eur,
    cast(public_eur as decimal(18, 2)) as public_eur
from placed
