-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects; importing, its edition.
-- Does:   mark a day after the file's own edition. Such a row is loaded and reported.
with

ruled as (
    select
        checked.*,
        contract_refusal as refusal,
        coalesce(checked.date > importing.edition_date, false) as has_contradiction
    from checked
    cross join importing
)

select * from ruled
