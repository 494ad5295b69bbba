-- Grain:  one row per edition, operation, programme and axis that its money stands on.
-- Does:   sum each stage by axis; what no level places is the axis `unknown`. Public funding (FN00) has
--         no level: it follows the admitted cost (FN01), cut to the cent along the running share.
with

placed as (
    select
        money.slot,
        money.edition_date,
        money.operation_code,
        coalesce(levels.programme_code, slots.programme_code) as programme_code,
        coalesce(levels.axis_code, 'unknown') as axis_code,
        min(coalesce(levels.theme_code, 'unknown')) as theme_code,
        sum(case when money.stage = 'selected' then money.amount_eur else 0 end) as selected_eur,
        sum(case when money.stage = 'committed' then money.amount_eur else 0 end)
            as commitments_eur,
        sum(case when money.stage = 'paid' then money.amount_eur else 0 end) as payments_eur
    from staging.int_puc_money as money
    inner join staging.int_puc_slots as slots
        on money.slot = slots.slot and money.operation_code = slots.operation_code
    left join staging.int_puc_levels as levels on money.level_code = levels.level_code
    where money.stage <> 'certified'
    group by 1, 2, 3, 4, 5
),

-- an edition that stands in both slots is the same in both
once as (
    select distinct
        edition_date, operation_code, programme_code, axis_code, theme_code, selected_eur,
        commitments_eur, payments_eur
    from placed
),

counted as (
    select
        *,
        count(*) over (partition by edition_date, operation_code) as axes,
        row_number() over (
            partition by edition_date, operation_code order by programme_code, axis_code
        ) as place,
        sum(selected_eur) over (partition by edition_date, operation_code) as all_selected_eur,
        sum(selected_eur) over (
            partition by edition_date, operation_code order by programme_code, axis_code
            rows between unbounded preceding and current row
        ) as running_selected_eur
    from once
),

financed as (
    select edition_date, operation_code, sum(amount_eur) as public_funding_eur
    from staging.stg_puc__financing
    where source_code not in ('PRT', 'RDR')
    group by edition_date, operation_code
),

bounded as (
    select
        counted.*,
        case
            when counted.place = counted.axes then financed.public_funding_eur
            when counted.all_selected_eur > 0 then cast(round(
                cast(financed.public_funding_eur as double)
                * cast(counted.running_selected_eur as double)
                / nullif(cast(counted.all_selected_eur as double), 0), 2
            ) as decimal(18, 2))
            else cast(round(
                cast(financed.public_funding_eur as double) * counted.place / nullif(counted.axes, 0), 2
            ) as decimal(18, 2))
        end as upper_eur
    from counted
    left join financed
        on counted.edition_date = financed.edition_date
        and counted.operation_code = financed.operation_code
)

select
    edition_date,
    operation_code,
    programme_code,
    axis_code,
    theme_code,
    cast(axes as integer) as axes,
    cast(
        upper_eur - coalesce(
            lag(upper_eur) over (
                partition by edition_date, operation_code order by programme_code, axis_code
            ),
            0
        ) as decimal(18, 2)
    ) as public_funding_eur,
    cast(commitments_eur as decimal(18, 2)) as commitments_eur,
    cast(payments_eur as decimal(18, 2)) as payments_eur
from bounded
