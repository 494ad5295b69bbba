-- Grain:  one row per slot, operation, level (TC36) and month, one stage in each row.
-- Does:   place every euro of the exchange files on its axis. Commitments (FN04) and payments (FN06)
--         are split by their admitted rows (FN05, FN07) of the same month; what is not admitted
--         stays with the operation's only level, or with none. Nothing is apportioned by guess, and
--         the parts add up to FN04 and FN06 to the cent.
with

committed as (
    select
        slots.slot, found.edition_date, found.operation_code,
        date_trunc('month', found.commitment_date) as month,
        sum(found.signed_eur) as amount_eur
    from staging.stg_puc__commitments as found
    inner join staging.int_puc_slots as slots
        on found.operation_code = slots.operation_code and found.edition_date = slots.edition_date
    group by 1, 2, 3, 4
),

committed_admitted as (
    select
        slots.slot, found.edition_date, found.operation_code,
        date_trunc('month', found.commitment_date) as month,
        found.level_code,
        sum(found.signed_eur) as amount_eur
    from staging.stg_puc__admitted_commitments as found
    inner join staging.int_puc_slots as slots
        on found.operation_code = slots.operation_code and found.edition_date = slots.edition_date
    group by 1, 2, 3, 4, 5
),

paid as (
    select
        slots.slot, found.edition_date, found.operation_code,
        date_trunc('month', found.payment_date) as month,
        sum(found.signed_eur) as amount_eur
    from staging.stg_puc__payments as found
    inner join staging.int_puc_slots as slots
        on found.operation_code = slots.operation_code and found.edition_date = slots.edition_date
    group by 1, 2, 3, 4
),

paid_admitted as (
    select
        slots.slot, found.edition_date, found.operation_code,
        date_trunc('month', found.payment_date) as month,
        found.level_code,
        sum(found.signed_eur) as amount_eur
    from staging.stg_puc__admitted_payments as found
    inner join staging.int_puc_slots as slots
        on found.operation_code = slots.operation_code and found.edition_date = slots.edition_date
    group by 1, 2, 3, 4, 5
),

whole as (
    select 'committed' as stage, * from committed
    union all
    select 'paid' as stage, * from paid
),

admitted as (
    select 'committed' as stage, * from committed_admitted
    union all
    select 'paid' as stage, * from paid_admitted
),

admitted_totals as (
    select stage, slot, edition_date, operation_code, month, sum(amount_eur) as amount_eur
    from admitted
    group by 1, 2, 3, 4, 5
),

-- an admitted row whose parent is missing has no whole: its rest is negative, its level keeps it
rests as (
    select
        coalesce(whole.stage, admitted_totals.stage) as stage,
        coalesce(whole.slot, admitted_totals.slot) as slot,
        coalesce(whole.edition_date, admitted_totals.edition_date) as edition_date,
        coalesce(whole.operation_code, admitted_totals.operation_code) as operation_code,
        coalesce(whole.month, admitted_totals.month) as month,
        coalesce(whole.amount_eur, 0) - coalesce(admitted_totals.amount_eur, 0) as amount_eur
    from whole
    full join admitted_totals
        on whole.stage = admitted_totals.stage and whole.slot = admitted_totals.slot
        and whole.operation_code = admitted_totals.operation_code
        and whole.month = admitted_totals.month
),

placed as (
    select stage, slot, edition_date, operation_code, month, level_code, amount_eur,
        amount_eur as admitted_eur
    from admitted
    union all
    select rests.stage, rests.slot, rests.edition_date, rests.operation_code, rests.month,
        sole.level_code, rests.amount_eur, cast(0 as decimal(18, 2)) as admitted_eur
    from rests
    left join staging.int_puc_sole_levels as sole
        on rests.edition_date = sole.edition_date and rests.operation_code = sole.operation_code
    where rests.amount_eur <> 0
),

selected as (
    select
        slots.slot, found.edition_date, found.operation_code, found.level_code,
        sum(found.amount_eur) as amount_eur
    from staging.stg_puc__admitted_costs as found
    inner join staging.int_puc_slots as slots
        on found.operation_code = slots.operation_code and found.edition_date = slots.edition_date
    group by 1, 2, 3, 4
),

certified as (
    select
        slots.slot, found.edition_date, found.operation_code,
        date_trunc('month', found.claim_date) as month,
        found.claim_date,
        found.level_code,
        sum(found.total_eur) as total_eur,
        sum(found.public_eur) as public_eur
    from staging.stg_puc__certified as found
    inner join staging.int_puc_slots as slots
        on found.operation_code = slots.operation_code and found.edition_date = slots.edition_date
    group by 1, 2, 3, 4, 5, 6
)

select stage, slot, edition_date, operation_code, cast(month as date) as month,
    cast(null as date) as claim_date, level_code,
    cast(amount_eur as decimal(18, 2)) as amount_eur,
    cast(admitted_eur as decimal(18, 2)) as admitted_eur,
    cast(null as decimal(18, 2)) as public_eur
from placed
union all
select 'selected' as stage, slot, edition_date, operation_code, cast(null as date) as month,
    cast(null as date) as claim_date, level_code, cast(amount_eur as decimal(18, 2)) as amount_eur,
    cast(amount_eur as decimal(18, 2)) as admitted_eur, cast(null as decimal(18, 2)) as public_eur
from selected
union all
select 'certified' as stage, slot, edition_date, operation_code, cast(month as date) as month,
    claim_date, level_code, cast(total_eur as decimal(18, 2)) as amount_eur,
    cast(total_eur as decimal(18, 2)) as admitted_eur, cast(public_eur as decimal(18, 2)) as public_eur
from certified
