-- Grain:  one row per programme, fund, axis, objective, category of region, reference date and rank.
-- Source: raw.cohesion_implementation (99js-gm52).
-- Does:   take a programme's report of a day from the newest edition that has it (`edition_rank` 1)
--         and from the one before, so that a revision is seen. A report is taken whole: an axis that
--         a newer edition no longer has is gone, not kept beside the others.
with

listed as (
    select
        published.*,
        files.edition_date as file_edition,
        dense_rank() over (
            partition by published.cci, published.fund, published.reference_date
            order by files.edition_date desc, files.import_sequence desc
        ) as edition_rank
    from raw.cohesion_implementation as published
    inner join ledger.file as files on published.file_id = files.file_id
)

select
    -- one engine numbers in a wider type than the other
    cast(edition_rank as integer) as edition_rank,
    file_edition,
    cci as programme_code,
    title as programme_title,
    case when upper(fund) = 'YEI' then 'IOG' else 'FSE' end as fund_code,
    priority as axis_code,
    case
        when "to" in ('08', '09', '10', '11', '13') then "to"
        when "to" = 'MULTI' then 'multi'
        else 'TA'
    end as theme_code,
    coalesce(category_of_region, 'none') as category_of_region_code,
    reference_date,
    eu_amount as planned_eu_eur,
    total_amount as planned_eur,
    total_eligible_cost as selected_eur,
    total_eligible_expenditure as declared_eur
from listed
where edition_rank <= 2
