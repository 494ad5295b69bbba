-- Grain:  one row per programme for which another source stands aside.
-- Source: marts.programme_source.
select
    sources.programme_code,
    programmes.programme_name,
    sources.source,
    sources.edition_date,
    sources.other_source,
    sources.other_edition_date,
    sources.other_operations,
    sources.other_payments_eur
from marts.programme_source as sources
left join marts.programme as programmes on sources.programme_code = programmes.programme_code
order by sources.programme_code, sources.other_source
