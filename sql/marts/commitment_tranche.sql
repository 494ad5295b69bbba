-- Grain:  one row per programme, fund, category of region and yearly EU commitment.
-- Source: raw.commitment_tranches, the edition in force.
-- Does:   leave out what no rule of decommitment knows, loaded before imports refused it. REACT-EU
--         has rules of its own, which its category of region names.
select
    tranches.programme_code,
    tranches.fund_code,
    tranches.category_of_region_code,
    tranches.tranche_year,
    case substr(tranches.programme_code, 1, 4)
        when '2007' then '2007-2013'
        when '2014' then '2014-2020'
        when '2021' then '2021-2027'
        else 'unknown'
    end as period_code,
    cast(tranches.eu_amount_eur as decimal(18, 2)) as eu_amount_eur,
    cast(tranches.reserve_eur as decimal(18, 2)) as reserve_eur,
    rates.eu_rate,
    coalesce(rates.is_ceiling, false) as is_ceiling_rate,
    tranches.is_synthetic,
    tranches.edition_date
from staging.int_certification as tranches
inner join raw.reference_decommitment_rules as rules
    on substr(tranches.programme_code, 1, 4) = substr(rules.period, 1, 4)
    and tranches.tranche_year between cast(rules.first_tranche as integer)
        and cast(rules.last_tranche as integer)
    and (
        rules.category_of_region is null
        or rules.category_of_region = tranches.category_of_region_code
    )
left join staging.int_cofinancing_rates as rates
    on tranches.programme_code = rates.programme_code
    and tranches.fund_code = rates.fund_code
    and tranches.category_of_region_code = rates.category_of_region_code
    and rates.axis_code = 'all'
where tranches.source = 'commitment_tranches'
