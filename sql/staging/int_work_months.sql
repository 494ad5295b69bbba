-- Grain:  one row per person and month looked up.
-- Does:   of a month delivered twice the later delivery wins.
with

several as (
    select person_id
    from staging.stg_employment_history
    group by person_id
    having count(distinct import_sequence) > 1
)

select h.person_id, h.month_number, h.employed, h.earnings_eur
from staging.stg_employment_history as h
anti join several on h.person_id = several.person_id
union all
select person_id, month_number, employed, earnings_eur
from (
    select
        h.person_id,
        h.month_number,
        h.employed,
        h.earnings_eur,
        row_number() over (
            partition by h.person_id, h.month_number
            order by h.edition_date desc, h.import_sequence desc
        ) as delivery
    from staging.stg_employment_history as h
    inner join several on h.person_id = several.person_id
) as numbered
where delivery = 1
