-- Grain:  one row per programme and priority axis, planned or seen in the operations.
with

seen as (
    select
        programme_code,
        axis_code,
        -- the code stands beside the name: “ASSE 1 - OCCUPAZIONE” is Occupazione's axis 1
        max(regexp_replace(axis_name, '^(ASSE|Asse|asse) +[0-9A-Za-z]+ *[-:.] *', '', 'g'))
            as axis_name,
        min(theme_code) as theme_code
    from staging.int_operation_axes
    group by programme_code, axis_code
),

-- exchange files carry codes without names: those of the same programme's published operations serve
named as (
    select
        published.programme_codes as programme_code,
        case
            when published.period_code = '2021-2027'
                then regexp_replace(upper(trim(published.axis_codes)), '^P?0+|^P', '', 'g')
            else regexp_replace(upper(trim(published.axis_codes)), '^0+', '', 'g')
        end as axis_key,
        max(regexp_replace(
            published.axis_names, '^(ASSE|Asse|asse) +[0-9A-Za-z]+ *[-:.] *', '', 'g'
        )) as axis_name
    from staging.stg_opencoesione__operations as published
    where published.programme_codes in (select programme_code from staging.int_puc_slots)
    group by 1, 2
),

planned as (
    select
        programme_code,
        axis_code,
        min(theme_code) as theme_code
    from staging.int_newest_plan
    group by programme_code, axis_code
)

select
    coalesce(planned.programme_code, seen.programme_code) as programme_code,
    coalesce(planned.axis_code, seen.axis_code) as axis_code,
    coalesce(nullif(seen.axis_name, ''), named.axis_name) as axis_name,
    coalesce(planned.theme_code, seen.theme_code) as theme_code
from planned
full join seen
    on planned.programme_code = seen.programme_code and planned.axis_code = seen.axis_code
left join named
    on coalesce(planned.programme_code, seen.programme_code) = named.programme_code
    and regexp_replace(upper(coalesce(planned.axis_code, seen.axis_code)), '^0+', '', 'g')
        = named.axis_key
