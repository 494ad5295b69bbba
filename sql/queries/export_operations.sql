-- Grain:  one row per operation with at least one part in the selection, by code.
-- Source: marts.operation (whole amounts), marts.operation_share (the parts that are selected).
-- Does:   put beside each whole amount what of it belongs to the selection, so that a column of
--         the file adds up to the screen's total to the cent.
-- Note:   the selection, and the range of codes read at a time, are added to the condition of
--         `selected` by `cruscotto.export.operations`.
with

selected as (
    select
        operation_id,
        cast(sum(public_funding_eur) as decimal(18, 2)) as public_funding_in_selection_eur,
        cast(sum(commitments_eur) as decimal(18, 2)) as commitments_in_selection_eur,
        cast(sum(payments_eur) as decimal(18, 2)) as payments_in_selection_eur
    from marts.operation_share
    group by operation_id
),

described as (
    select
        ---------- ids and texts
        operations.operation_code,
        operations.cup,
        operations.title,
        operations.summary,
        operations.link,

        ---------- where it belongs
        operations.period_code,
        operations.programme_code,
        operations.programme_name,
        operations.axis_code,
        operations.axis_name,
        operations.theme_code,
        operations.fund_codes,
        operations.region_codes,
        operations.region_names,
        operations.province_names,
        operations.municipality_names,
        operations.managing_authority_code,
        authorities.managing_authority_name,

        ---------- progress
        operations.status_code,
        operations.status_published,
        operations.start_date,
        operations.planned_end_date,
        operations.actual_end_date,
        cast(operations.delay_days as integer) as delay_days,

        ---------- whole amounts
        operations.public_funding_eur,
        operations.commitments_eur,
        operations.payments_eur,

        ---------- the part of them that is selected
        selected.public_funding_in_selection_eur,
        selected.commitments_in_selection_eur,
        selected.payments_in_selection_eur,
        operations.is_estimated,

        ---------- other amounts
        operations.eu_esf_funding_eur,
        operations.private_funding_eur,

        ---------- actors and classes
        operations.beneficiary_name,
        operations.implementing_body_name,
        operations.call_name,
        operations.cup_nature,
        operations.cup_sector,

        ---------- origin
        operations.edition_date,
        operations.source,
        operations.file_name,
        case when operations.is_synthetic then 'synthetic' else 'published' end as data_kind
    from marts.operation as operations
    inner join selected on operations.operation_id = selected.operation_id
    left join marts.managing_authority as authorities
        on operations.managing_authority_code = authorities.managing_authority_code
)

select * from described
order by operation_code
