-- Grain:  one row per slot, operation, programme and priority axis.
-- Does:   take apart the programmes and axes that the publisher joins with `:::`. Lists of the
--         same length pair by place; one programme with many axes takes each; one axis serves all
--         programmes; otherwise the axis is unknown. Equal weights, for amounts are not apportioned in the source.
--         A list that begins with 0 begins with a placeholder, which is no axis and takes no money.
--         `1`, `01` and, of 2021-2027, `P1` are one axis of a programme.
with

-- nearly every operation names one programme and one axis: only the others are taken apart
simple as (
    select
        slot,
        operation_id,
        coalesce(nullif(trim(programme_codes), ''), 'unknown') as programme_code,
        trim(axis_codes) as axis_code,
        trim(string_split(coalesce(axis_names, ''), ':::')[1]) as axis_name,
        trim(string_split(coalesce(programme_names, ''), ':::')[1]) as programme_name,
        trim(published_theme_code) as published_theme_code,
        false as is_listed
    from staging.int_operations
    where not (programme_codes like '%:::%' or axis_codes like '%:::%')
),

listed as (
    select
        slot,
        operation_id,
        string_split(programme_codes, ':::') as programmes,
        string_split(axis_codes, ':::') as axes,
        string_split(coalesce(axis_names, ''), ':::') as names,
        string_split(coalesce(programme_names, ''), ':::') as programme_names,
        string_split(coalesce(published_theme_code, ''), ':::') as themes
    from staging.int_operations
    where programme_codes like '%:::%' or axis_codes like '%:::%'
),

placed as (
    select
        slot,
        operation_id,
        programmes,
        axes,
        names,
        programme_names,
        themes,
        unnest(generate_series(
            1, case when array_length(programmes) = 1 then array_length(axes) else array_length(programmes) end
        )) as place
    from listed
),

pairs as (
    select
        slot,
        operation_id,
        coalesce(
            nullif(trim(
                case when array_length(programmes) = 1 then programmes[1] else programmes[place] end
            ), ''),
            'unknown'
        ) as programme_code,
        trim(case
            when array_length(axes) = 1 then axes[1]
            -- each programme has its axis, and this one's is not known
            when place = 1 and trim(axes[1]) = '0' then 'unknown'
            when array_length(axes) = array_length(programmes) or array_length(programmes) = 1 then axes[place]
            else 'unknown'
        end) as axis_code,
        trim(case when array_length(names) = array_length(axes) and array_length(axes) > 1 then names[place] else names[1] end)
            as axis_name,
        trim(case
            when array_length(programme_names) = array_length(programmes) then programme_names[place]
            else programme_names[1]
        end) as programme_name,
        trim(case
            when array_length(themes) = 1 then themes[1]
            when array_length(themes) = array_length(axes) then themes[place]
        end) as published_theme_code,
        true as is_listed
    from placed
    where not (
        place = 1 and array_length(programmes) = 1 and array_length(axes) > 1 and trim(axes[1]) = '0'
    )
),

coded as (
    select
        taken.* exclude (axis_code),
        case
            when regexp_matches(axis_code, '^0+[1-9][0-9]*$')
                then regexp_replace(axis_code, '^0+', '', 'g')
            when substr(programme_code, 1, 4) = '2021' and regexp_matches(axis_code, '^[Pp]0*[1-9][0-9]*$')
                then regexp_replace(axis_code, '^[Pp]0*', '', 'g')
            else axis_code
        end as axis_code
    from (select * from simple union all select * from pairs) as taken
),

-- the same axis named twice is one axis
compound as (
    select
        slot,
        operation_id,
        programme_code,
        axis_code,
        max(axis_name) as axis_name,
        max(programme_name) as programme_name,
        max(published_theme_code) as published_theme_code
    from coded
    where is_listed
    group by slot, operation_id, programme_code, axis_code
),

paired as (
    select
        slot, operation_id, programme_code, axis_code, axis_name, programme_name,
        published_theme_code,
        cast(1.0 as double) as axis_share
    from coded
    where not is_listed
    union all
    select
        *,
        cast(1.0 as double) / count(*) over (partition by slot, operation_id) as axis_share
    from compound
),

planned as (
    select
        programme_code,
        axis_key,
        min(axis_code) as axis_code,
        min(theme_code) as theme_code
    from staging.int_newest_plan
    group by programme_code, axis_key
)

select
    paired.slot,
    paired.operation_id,
    paired.programme_code,
    paired.programme_name,
    coalesce(planned.axis_code, nullif(paired.axis_code, ''), 'unknown') as axis_code,
    paired.axis_name,
    case
        when planned.theme_code is not null then planned.theme_code
        when paired.published_theme_code in ('08', '09', '10', '11') then paired.published_theme_code
        when regexp_matches(upper(paired.published_theme_code), '^ESO4[.]([1-9]|1[0-3])$')
            then upper(paired.published_theme_code)
        when regexp_matches(upper(paired.axis_code), '^ESO4[.]([1-9]|1[0-3])$')
            then upper(paired.axis_code)
        when lower(paired.axis_name) like '%assistenza tecnica%' then 'TA'
        when objectives.theme_code is not null then objectives.theme_code
        else 'unknown'
    end as theme_code,
    paired.axis_share
from paired
left join planned
    on paired.programme_code = planned.programme_code
    and regexp_replace(upper(paired.axis_code), '^0+', '', 'g') = planned.axis_key
left join raw.reference_axis_objectives as objectives
    on paired.programme_code = objectives.programme_code
    and paired.axis_code = objectives.axis_code
