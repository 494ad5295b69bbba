-- Grain:  one row per edition and kind of data among the parts in the selection.
-- Source: marts.operation_share.
-- Note:   the selection is added to the condition of `origins` by `cruscotto.export.operations`.
with

origins as (
    select
        cast(edition_date as varchar) as edition,
        is_synthetic
    from marts.operation_share
    group by edition_date, is_synthetic
)

select * from origins
order by edition desc, is_synthetic
