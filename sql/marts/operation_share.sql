-- Grain:  one row per slot, operation, programme axis, region and fund.
-- Does:   place every euro once. Of an operation in several programmes only the parts whose programme
--         its source speaks for stand here; the others come from their own source. An operation of a regional programme (its code verified) belongs
--         to the programme's region, otherwise to the regions named. Amounts are cut to the cent
--         along the running share, in decimals and up to the whole amount, so the parts of an
--         operation add up to it exactly.
with

placed as (
    select
        axes.slot,
        axes.operation_id,
        axes.programme_code,
        axes.axis_code,
        axes.theme_code,
        axes.axis_share,
        programmes.region_code as programme_region_code
    from staging.int_operation_axes as axes
    left join staging.stg_reference__programmes as programmes
        on axes.programme_code = programmes.programme_code and programmes.is_verified
),

regional as (
    select
        slot, operation_id, programme_code, axis_code, theme_code,
        programme_region_code as region_code,
        axis_share as share
    from placed
    where programme_region_code is not null
    union all
    select
        placed.slot, placed.operation_id, placed.programme_code, placed.axis_code,
        placed.theme_code,
        regions.region_code,
        placed.axis_share * regions.region_share as share
    from placed
    inner join staging.int_operation_regions as regions
        on placed.slot = regions.slot and placed.operation_id = regions.operation_id
    where placed.programme_region_code is null
),

funded as (
    select
        regional.slot, regional.operation_id, regional.programme_code, regional.axis_code,
        regional.theme_code, regional.region_code,
        funds.fund_code,
        regional.share * funds.fund_share as share,
        -- shares of several parts are below one, but for a fund of some cents beside millions
        regional.share = 1 and funds.is_only_fund as is_alone
    from regional
    inner join staging.int_operation_funds as funds
        on regional.slot = funds.slot and regional.operation_id = funds.operation_id
),

-- the exchange files give each axis of an operation its own money: there the whole that is cut along
-- regions and funds is the axis's (numbered from one), elsewhere it is the operation's (nought)
axis_money as (
    select
        o.slot,
        o.operation_id,
        axes.programme_code,
        axes.axis_code,
        axes.axes,
        axes.public_funding_eur,
        axes.commitments_eur,
        axes.payments_eur,
        row_number() over (
            partition by o.slot, o.operation_id order by axes.programme_code, axes.axis_code
        ) as whole_number
    from staging.int_puc_axes as axes
    inner join staging.int_operations as o
        on axes.operation_code = o.operation_code and axes.edition_date = o.edition_date
    where axes.axes > 1 and substr(o.file_id, 1, 4) = 'puc_'
),

wholes as (
    select
        funded.* exclude (is_alone),
        funded.is_alone and axis_money.whole_number is null as is_alone,
        coalesce(axis_money.whole_number, 0) as whole_number,
        coalesce(axis_money.axes, 1) as axes,
        axis_money.public_funding_eur as axis_public_funding_eur,
        axis_money.commitments_eur as axis_commitments_eur,
        axis_money.payments_eur as axis_payments_eur
    from funded
    left join axis_money
        on funded.slot = axis_money.slot and funded.operation_id = axis_money.operation_id
        and funded.programme_code = axis_money.programme_code
        and funded.axis_code = axis_money.axis_code
),

bounded as (
    select
        *,
        -- rounded: six twelfths are a half, in whatever order they are added
        round(sum(share * axes) over (
            partition by slot, operation_id, whole_number
            order by programme_code, axis_code, theme_code, region_code, fund_code
            rows between unbounded preceding and current row
        ), 12) as upper_share,
        round(coalesce(sum(share * axes) over (
            partition by slot, operation_id, whole_number
            order by programme_code, axis_code, theme_code, region_code, fund_code
            rows between unbounded preceding and 1 preceding
        ), cast(0.0 as double)), 12) as lower_share,
        row_number() over (
            partition by slot, operation_id, whole_number
            order by programme_code, axis_code, theme_code, region_code, fund_code
        ) as place,
        count(*) over (partition by slot, operation_id, whole_number) as parts
    from wholes
    where not is_alone
    union all
    -- nearly every operation is one part: only the others are sorted and cut
    select
        *,
        cast(1.0 as double) as upper_share,
        cast(0.0 as double) as lower_share,
        cast(1 as bigint) as place,
        cast(1 as bigint) as parts
    from wholes
    where is_alone
),

measured as (
    select
        bounded.*,
        o.operation_code,
        o.source,
        o.is_synthetic,
        o.edition_date,
        o.period_code,
        o.status_code,
        o.year_code,
        o.delay_days,
        o.overdue_days,
        o.beneficiary_key,
        o.programming_body_code,
        -- the last three digits name it; several provinces, or none, leave it unknown
        case
            when not o.province_codes like '%:::%'
                then substr('000' || trim(o.province_codes), length(trim(o.province_codes)) + 1, 3)
        end as sole_province_code,
        o.public_funding_eur as operation_public_funding_eur,
        case when whole_number = 0 then o.public_funding_eur else axis_public_funding_eur end
            as whole_public_funding_eur,
        case when whole_number = 0 then o.commitments_eur else axis_commitments_eur end
            as whole_commitments_eur,
        case when whole_number = 0 then o.payments_eur else axis_payments_eur end
            as whole_payments_eur
    from bounded
    inner join staging.int_operations as o
        on bounded.slot = o.slot and bounded.operation_id = o.operation_id
),

cut as (
    select
        *,
        case
            when place = parts then whole_public_funding_eur
            else cast(round(cast(whole_public_funding_eur as double) * upper_share, 2) as decimal(18, 2))
        end
        - case
            when place = 1 then cast(0 as decimal(18, 2))
            else cast(round(cast(whole_public_funding_eur as double) * lower_share, 2) as decimal(18, 2))
        end as public_funding,
        case
            when place = parts then whole_commitments_eur
            else cast(round(cast(whole_commitments_eur as double) * upper_share, 2) as decimal(18, 2))
        end
        - case
            when place = 1 then cast(0 as decimal(18, 2))
            else cast(round(cast(whole_commitments_eur as double) * lower_share, 2) as decimal(18, 2))
        end as commitments,
        case
            when place = parts then whole_payments_eur
            else cast(round(cast(whole_payments_eur as double) * upper_share, 2) as decimal(18, 2))
        end
        - case
            when place = 1 then cast(0 as decimal(18, 2))
            else cast(round(cast(whole_payments_eur as double) * lower_share, 2) as decimal(18, 2))
        end as payments
    from measured
),

spoken as (
    select distinct slot, programme_code, source
    from staging.int_programme_sources
    where speaks
)

select
    cut.slot,
    cut.operation_id,
    cut.operation_code,
    cut.is_synthetic,
    cut.edition_date,
    cut.period_code,
    cut.fund_code,
    cut.region_code,
    coalesce(provinces.province_code, 'unknown') as province_code,
    coalesce(regions.macro_area_code, 'not_regionalised') as macro_area_code,
    coalesce(programmes.managing_authority_code, cut.programming_body_code, 'unknown')
        as managing_authority_code,
    cut.programme_code,
    cut.axis_code,
    cut.theme_code,
    cut.status_code,
    cut.year_code,
    cut.share,
    cut.parts > 1 as is_estimated,
    -- an operation in several rows, whether apportioned by guess or by the source
    cut.parts > 1 or cut.whole_number > 0 as has_parts,
    cast(cut.public_funding as decimal(18, 2)) as public_funding_eur,
    cast(cut.commitments as decimal(18, 2)) as commitments_eur,
    cast(cut.payments as decimal(18, 2)) as payments_eur,
    cut.operation_public_funding_eur,
    cut.status_code = 'concluded' as is_concluded,
    cut.delay_days,
    cut.overdue_days is not null as is_overdue,
    cut.overdue_days,
    cut.beneficiary_key,
    providers.provider_code
from cut
inner join staging.int_operation_providers as providers
    on cut.slot = providers.slot and cut.operation_code = providers.operation_code
inner join spoken
    on cut.slot = spoken.slot and cut.programme_code = spoken.programme_code
    and cut.source = spoken.source
left join staging.stg_reference__regions as regions on cut.region_code = regions.region_code
left join staging.stg_reference__provinces as provinces
    on cut.sole_province_code = provinces.istat_code and cut.region_code = provinces.region_code
left join staging.stg_reference__programmes as programmes
    on cut.programme_code = programmes.programme_code
