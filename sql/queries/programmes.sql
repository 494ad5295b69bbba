-- Grain:  one row per programme.
-- Source: marts.programme.
select * from marts.programme order by programme_code
