-- Grain:  one row per programme of the current editions for which another source stands aside.
-- Does:   state which source is used for a programme, and what the other one has of it: the two are
--         never added up.
with

aside as (
    select
        others.programme_code,
        spoken.source,
        spoken.edition_date,
        others.source as other_source,
        others.edition_date as other_edition_date,
        others.programme_codes
    from staging.int_programme_sources as others
    inner join (
        select programme_code, source, max(edition_date) as edition_date
        from staging.int_programme_sources
        where slot = 'current' and speaks
        group by programme_code, source
    ) as spoken
        on others.programme_code = spoken.programme_code
    where others.slot = 'current' and not others.speaks
)

select
    aside.programme_code,
    aside.source,
    aside.edition_date,
    aside.other_source,
    aside.other_edition_date,
    cast(count(*) as bigint) as other_operations,
    cast(sum(o.payments_eur) as decimal(18, 2)) as other_payments_eur
from aside
inner join staging.stg_operations as o
    on aside.programme_codes = o.programme_codes
    and aside.other_edition_date = o.edition_date
    and aside.other_source = o.source
group by aside.programme_code, aside.source, aside.edition_date, aside.other_source,
    aside.other_edition_date
