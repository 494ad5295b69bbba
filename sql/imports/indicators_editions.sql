-- Grain:  one row per distinct text of edition in the file being imported.
-- Source: observed.
-- Does:   read the date: ISO, Eurostat's `22/05/26 11:00:00`, Istat's `2025M6G3`, or a month or
--         year alone, which stand for their first day so that a dated edition of it comes after.
with

texts as (
    select distinct edition from observed where edition <> ''
),

parts as (
    select
        edition,
        regexp_extract(edition, '^([0-9]{4})-([0-9]{2})-([0-9]{2})', 0) as iso_day,
        regexp_extract(edition, '^[0-9]{4}-[0-9]{2}$', 0) as iso_month,
        regexp_extract(edition, '^([0-9]{2})/([0-9]{2})/([0-9]{4}|[0-9]{2})($| )', 1) as day,
        regexp_extract(edition, '^([0-9]{2})/([0-9]{2})/([0-9]{4}|[0-9]{2})($| )', 2) as month,
        regexp_extract(edition, '^([0-9]{2})/([0-9]{2})/([0-9]{4}|[0-9]{2})($| )', 3) as year,
        regexp_extract(edition, '^([0-9]{4})M([0-9]{1,2})(G([0-9]{1,2}))?($|:)', 1) as istat_year,
        regexp_extract(edition, '^([0-9]{4})M([0-9]{1,2})(G([0-9]{1,2}))?($|:)', 2) as istat_month,
        regexp_extract(edition, '^([0-9]{4})M([0-9]{1,2})(G([0-9]{1,2}))?($|:)', 4) as istat_day,
        regexp_extract(edition, '(^|[ ])((19|20)[0-9]{2})$', 2) as year_alone
    from texts
),

written as (
    select
        edition,
        iso_day <> '' or day <> '' or istat_day <> '' as is_day,
        iso_month <> '' or istat_year <> '' as is_month,
        case
            when iso_day <> '' then iso_day
            when iso_month <> '' then iso_month || '-01'
            when day <> '' then
                case when length(year) = 2 then '20' || year else year end
                || '-' || month || '-' || day
            when istat_year <> '' then
                istat_year || '-' || lpad(istat_month, 2, '0') || '-'
                || lpad(coalesce(nullif(istat_day, ''), '1'), 2, '0')
            when year_alone <> '' then year_alone || '-01-01'
        end as iso_text
    from parts
)

select
    edition,
    try_cast(iso_text as date) as own_date,
    -- an edition known by its month or year alone is not given a day it never had
    case
        when is_day then iso_text
        when is_month then substr(iso_text, 1, 7)
        else edition
    end as edition_name
from written
