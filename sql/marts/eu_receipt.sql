-- Grain:  one row per day on which a programme, fund and category of region was covered, by kind.
-- Source: raw.prefinancing; raw.payment_claims, or the certified expenditure of the exchange files
--         (FN09) for programmes that state no claims.
-- Does:   find what covers the yearly commitments, EU share. Claims win over FN09 because they state
--         the EU share, which FN09 leaves to be computed from the rate of the axis; of claims of an
--         accounting year at the full rate, from that rate: it belongs to the day of the claim.
with

claimed as (
    select distinct programme_code from staging.int_certification where source = 'payment_claims'
),

certified as (
    select
        levels.programme_code,
        coalesce(levels.fund_code, funds.fund_code, 'FSE') as fund_code,
        levels.category_of_region_code,
        money.claim_date as day,
        substr(money.operation_code, 1, 5) = 'SINT-' as is_synthetic,
        max(money.edition_date) as edition_date,
        sum(
            cast(
                round(
                    cast(money.public_eur as double)
                    * coalesce(cast(whole.eu_rate_pct as double) / 100, rates.eu_rate),
                    2
                ) as decimal(18, 2)
            )
        ) as eu_amount_eur
    from staging.int_puc_money as money
    inner join staging.int_puc_levels as levels on money.level_code = levels.level_code
    left join staging.int_puc_operation_funds as funds
        on money.edition_date = funds.edition_date and money.operation_code = funds.operation_code
    left join staging.int_cofinancing_rates as rates
        on levels.programme_code = rates.programme_code
        and coalesce(levels.fund_code, funds.fund_code, 'FSE') = rates.fund_code
        and levels.category_of_region_code = rates.category_of_region_code
        and levels.axis_code = rates.axis_code
    left join raw.reference_full_rate_years as whole
        on substr(levels.programme_code, 1, 4) = substr(whole.period, 1, 4)
        and money.claim_date between cast(whole.first_day as date) and cast(whole.last_day as date)
    where money.slot = 'current' and money.stage = 'certified'
    group by 1, 2, 3, 4, 5
)

select
    programme_code, fund_code, category_of_region_code,
    case source when 'prefinancing' then 'prefinancing' else 'claim' end as kind_code, day,
    cast(eu_amount_eur as decimal(18, 2)) as eu_amount_eur,
    cast(suspended_eur as decimal(18, 2)) as suspended_eur,
    source, is_synthetic, edition_date
from staging.int_certification
where source <> 'commitment_tranches'
union all
select
    certified.programme_code, certified.fund_code, certified.category_of_region_code,
    'claim' as kind_code, certified.day,
    cast(certified.eu_amount_eur as decimal(18, 2)) as eu_amount_eur,
    cast(0 as decimal(18, 2)) as suspended_eur,
    'puc' as source, certified.is_synthetic, certified.edition_date
from certified
left join claimed on certified.programme_code = claimed.programme_code
where claimed.programme_code is null and certified.eu_amount_eur is not null
