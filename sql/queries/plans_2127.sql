-- Grain:  one row per programme of 2021-2027 with ESF+ or JTF.
-- Source: marts.programme_2127.
select *
from marts.programme_2127
order by programme_name
