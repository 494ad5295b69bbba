-- Grain:  one row.
-- Source: none.
-- Does:   state which layout the tables have, so that another version of the program knows.
select cast(3 as integer) as layout
