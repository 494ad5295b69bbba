-- Grain:  one row per programme of 2021-2027 with ESF+ or JTF.
-- Does:   a programme's plan with its precision, decision, source and reason to give no rate; whether
--         its code was read in a source; the EU rate that was decided of it or of its category.
select
    plans.programme_code,
    listed.name as programme_name,
    listed.managing_authority_code,
    listed.funds as programme_funds,
    plans.funds,
    listed.category_of_region as category_of_region_code,
    plans.eu_eur,
    plans.total_eur,
    plans.precision_code,
    plans.decision_it,
    plans.decision_en,
    plans.superseded_by,
    plans.no_rate_reason,
    plans.edition_date,
    plans.source,
    cast(coalesce(own.eu_rate_pct, shared.eu_rate_pct) as double) / 100 as eu_rate,
    coalesce(own.source, shared.source) as eu_rate_source,
    listed.confidence = 'S' as is_code_confirmed
from staging.int_plans_2127 as plans
inner join raw.reference_programmes_2021_2027 as listed on plans.programme_code = listed.cci
left join raw.reference_cofinancing_rates_2021_2027 as own
    on plans.programme_code = own.programme_code
left join raw.reference_cofinancing_rates_2021_2027 as shared
    on nullif(trim(shared.programme_code), '') is null
    and nullif(trim(listed.region_code), '') is not null
    and listed.category_of_region = shared.category_of_region
    and own.programme_code is null
