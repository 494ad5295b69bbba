-- Grain:  one row per need in force.
-- Does:   say how many of a need's positions are covered: by its own links, then by a share of the
--         other places of its cell.
with

answers as (
    select need_id, sum(places) as linked
    from staging.int_offers
    where need_id is not null
    group by need_id
),

first as (
    select
        c.*,
        cells.shared,
        coalesce(answers.linked, 0) as linked,
        least(c.positions, coalesce(answers.linked, 0)) as answered,
        c.positions - least(c.positions, coalesce(answers.linked, 0)) as open
    from staging.int_need_counts as c
    inner join staging.int_need_cells as cells
        on c.region_code = cells.region_code
        and c.year_code = cells.year_code
        and c.territory_code = cells.territory_code
        and c.root = cells.root
    left join answers on c.need_id = answers.need_id
),

running as (
    select
        *,
        sum(open) over (partition by region_code, year_code, territory_code, root) as all_open,
        sum(open) over (
            partition by region_code, year_code, territory_code, root order by need_id
            rows between unbounded preceding and current row
        ) as running
    from first
)

select
    * exclude (all_open, running, shared, open),
    cast(
        answered + case
            when all_open > 0
                then cast(
                    round(cast(shared as double) * cast(running as double)
                        / nullif(cast(all_open as double), 0), 8)
                    - round(cast(shared as double) * cast(running - open as double)
                        / nullif(cast(all_open as double), 0), 8)
                    as decimal(28, 8)
                )
            else 0
        end as decimal(28, 8)
    ) as covered
from running
