-- Grain:  one row per slot: the newest report that it holds and the edition of its file.
-- Source: marts.reported_money.
select
    slot,
    max(edition_date) as edition,
    max(file_edition) as file_edition
from marts.reported_money
group by slot
order by slot
