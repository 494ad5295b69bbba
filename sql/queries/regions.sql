-- Grain:  one row per region, north to south.
-- Source: marts.region.
select * from marts.region order by position
