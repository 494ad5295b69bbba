-- Grain:  one row per hierarchical level (TC36) of the deliveries.
-- Does:   take a level apart: programme # category of region # axis # objective # priority # specific
--         objective. The one place where the axis of every euro is found.
with

published as (
    select level_code from staging.stg_puc__admitted_costs
    union
    select level_code from staging.stg_puc__admitted_commitments
    union
    select level_code from staging.stg_puc__admitted_payments
    union
    select level_code from staging.stg_puc__certified
),

parts as (
    select
        level_code,
        upper(trim(split_part(level_code, '#', 1))) as programme_code,
        upper(trim(split_part(level_code, '#', 2))) as category_text,
        trim(split_part(level_code, '#', 3)) as axis_text,
        upper(trim(split_part(level_code, '#', 4))) as objective_text
    from published
),

-- `1`, `01` and, of 2021-2027, `P1` are one axis, as in staging.int_operation_axes
coded as (
    select
        parts.* exclude (axis_text),
        case
            when regexp_matches(axis_text, '^0+[1-9][0-9]*$')
                then regexp_replace(axis_text, '^0+', '', 'g')
            when substr(programme_code, 1, 4) = '2021' and regexp_matches(axis_text, '^[Pp]0*[1-9][0-9]*$')
                then regexp_replace(axis_text, '^[Pp]0*', '', 'g')
            else axis_text
        end as axis_text
    from parts
),

planned as (
    select
        programme_code,
        axis_key,
        min(axis_code) as axis_code,
        min(theme_code) as theme_code,
        min(fund_code) as fund_code,
        max(fund_code) as other_fund_code
    from staging.int_newest_plan
    group by programme_code, axis_key
)

select
    parts.level_code,
    coalesce(nullif(parts.programme_code, ''), 'unknown') as programme_code,
    case
        when parts.category_text in ('LDR', 'L', 'LESS DEVELOPED', 'MENO SVILUPPATE', '1')
            then 'less_developed'
        when parts.category_text in ('TR', 'T', 'TRANSITION', 'IN TRANSIZIONE', '2')
            then 'transition'
        when parts.category_text in ('MDR', 'M', 'MORE DEVELOPED', 'PIÙ SVILUPPATE', '3')
            then 'more_developed'
        -- the Youth Employment Initiative knows no category
        when parts.category_text in ('VOID', '', 'TUTTE') then 'all'
        else 'unknown'
    end as category_of_region_code,
    coalesce(planned.axis_code, nullif(parts.axis_text, ''), 'unknown') as axis_code,
    coalesce(
        planned.theme_code,
        case
            when lpad(parts.objective_text, 2, '0') in ('08', '09', '10', '11')
                then lpad(parts.objective_text, 2, '0')
            when regexp_matches(parts.objective_text, '^ESO4[.]([1-9]|1[0-3])$')
                then parts.objective_text
            when regexp_matches(upper(parts.axis_text), '^ESO4[.]([1-9]|1[0-3])$')
                then upper(parts.axis_text)
            else 'unknown'
        end
    ) as theme_code,
    -- an axis with one fund in the plan shows the fund; otherwise the operation's sources do
    case when planned.fund_code = planned.other_fund_code then planned.fund_code end as fund_code
from coded as parts
left join planned
    on parts.programme_code = planned.programme_code
    and regexp_replace(upper(parts.axis_text), '^0+', '', 'g') = planned.axis_key
