-- Grain:  one row per programme and fund in scope whose classifications are not all in the file.
-- Source: typed, the values that the contract reads.
-- Does:   find traces of an export that the service cut. Each classification shows the same euro,
--         and the intervention fields show all of them: a programme without its intervention
--         fields, or with more money in another view than in that one, is not whole.
with

views as (
    select
        cci,
        fund,
        dimension_type,
        sum(total_amount) as total_eur
    from typed
    where upper(ms) = 'IT' and upper(fund) in ('ESF+', 'JTF')
    group by cci, fund, dimension_type
)

select
    cci,
    fund,
    coalesce(sum(case when lower(dimension_type) = 'intervention field' then total_eur end), 0)
        as whole_eur,
    max(total_eur) as largest_eur
from views
group by cci, fund
having whole_eur < largest_eur - 1
