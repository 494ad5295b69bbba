-- Grain:  one row per year that any mart knows, the newest first.
-- Source: marts.operation_share, marts.participation_cell, marts.need, marts.reported_money, marts.reported_indicator.
select code, code as name
from (
    select year_code as code from marts.operation_share
    union
    select entry_year_code from marts.participation_cell
    union
    select exit_year_code from marts.participation_cell
    union
    select year_code from marts.need
    union
    select year_code from marts.reported_money
    union
    select year_code from marts.reported_indicator
)
where code <> 'unknown'
order by code desc
