-- Grain:  slot, programme and fund that have both a report to the Commission and operations.
-- Does:   set what was declared to the Commission beside the payments that OpenCoesione monitors. Two
--         sources of other dates and bases: their difference is a figure, their sum is none.
with

declared as (
    select
        slot,
        period_code,
        fund_code,
        region_code,
        macro_area_code,
        managing_authority_code,
        programme_code,
        max(edition_date) as declared_on,
        sum(declared_eur) as declared_eur
    from marts.reported_money
    where is_latest
    group by slot, period_code, fund_code, region_code, macro_area_code, managing_authority_code,
        programme_code
),

paid as (
    select
        slot,
        programme_code,
        fund_code,
        is_synthetic,
        max(edition_date) as paid_on,
        sum(payments_eur) as payments_eur
    from marts.operation_share
    group by slot, programme_code, fund_code, is_synthetic
)

select
    declared.slot,
    declared.period_code,
    declared.fund_code,
    declared.region_code,
    declared.macro_area_code,
    declared.managing_authority_code,
    declared.programme_code,
    declared.declared_on,
    cast(declared.declared_eur as decimal(18, 2)) as declared_eur,
    paid.is_synthetic,
    paid.paid_on as edition_date,
    cast(paid.payments_eur as decimal(18, 2)) as payments_eur,
    cast(declared.declared_eur - paid.payments_eur as decimal(18, 2)) as difference_eur
from declared
inner join paid
    on declared.slot = paid.slot and declared.programme_code = paid.programme_code
    and declared.fund_code = paid.fund_code
