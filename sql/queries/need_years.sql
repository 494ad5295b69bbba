-- Grain:  one row per year with needs, the newest first.
-- Source: marts.need.
select distinct year_code from marts.need order by year_code desc
