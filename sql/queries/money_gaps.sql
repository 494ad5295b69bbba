-- Grain:  one row per operation whose declared parts do not meet its cost, the 100 largest differences.
-- Source: marts.need_money, marts.operation.
select
    money.operation_code,
    any_value(o.title) as title,
    any_value(money.region_code) as region_code,
    any_value(money.programme_code) as programme_code,
    sum(money.total_eur) as total_eur,
    sum(money.total_eur) - sum(money.amount_eur) as declared_eur,
    sum(money.amount_eur) as difference_eur
from marts.need_money as money
left join marts.operation as o on money.operation_code = o.operation_code
where money.holder_code = 'difference'
group by money.operation_code
having sum(money.amount_eur) <> 0
order by abs(sum(money.amount_eur)) desc, money.operation_code
limit 100
