-- Grain:  one row per slot, common indicator, programme axis, region, sex and year.
-- Source: marts.participation; Reg. (EU) 1304/2013 Annex I, Reg. (EU) 2021/1057 Annex I.
-- Does:   count participations by the two families of indicators, each in its own period: they are
--         never one series. Outputs count by year of entry, results by year of exit. Codes of
--         results and of most outputs 2021-2027 are from memory of the annexes: to be verified.
--         EECO13 is not counted: a record does not tell third-country nationals apart.
with

judged as (
    select
        *,
        entry_status_code in ('unemployed', 'long_term_unemployed') as at_unemployed,
        entry_status_code in ('inactive', 'inactive_in_education') as at_inactive,
        entry_status_code in (
            'unemployed', 'long_term_unemployed', 'inactive', 'inactive_in_education'
        ) as at_jobless,
        coalesce(migrant, false) or coalesce(minority, false) or coalesce(disability, false)
        or coalesce(other_disadvantage, false) as is_disadvantaged,
        coalesce(status_28d in ('employed', 'self_employed'), false) as leaves_employed,
        coalesce(status_28d = 'searching', false) as leaves_searching,
        coalesce(status_28d = 'education', false) as leaves_in_education,
        leavers = 1 and coalesce(qualification, false) as leaves_qualified,
        coalesce(status_6m in ('employed', 'self_employed'), false) as works_at_6m,
        has_matured_6m and coalesce(improved_6m, false) as improved_at_6m
    from marts.participation
),

counted as (
    select
        slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
        category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
        sex_code, entry_year_code, exit_year_code,
        count(*) filter (where at_unemployed) as CO01,
        count(*) filter (where entry_status_code = 'long_term_unemployed') as CO02,
        count(*) filter (where at_inactive) as CO03,
        count(*) filter (where entry_status_code = 'inactive') as CO04,
        count(*) filter (where entry_status_code = 'employed') as CO05,
        count(*) filter (where age_at_entry < 25) as CO06,
        count(*) filter (where age_at_entry > 54) as CO07,
        count(*) filter (
            where age_at_entry > 54 and (at_unemployed or entry_status_code = 'inactive')
        ) as CO08,
        count(*) filter (where education_isced between 1 and 2) as CO09,
        count(*) filter (where education_isced between 3 and 4) as CO10,
        count(*) filter (where education_isced >= 5) as CO11,
        count(*) filter (where coalesce(migrant, false) or coalesce(minority, false)) as CO15,
        count(*) filter (where coalesce(disability, false)) as CO16,
        count(*) filter (where coalesce(other_disadvantage, false)) as CO17,
        count(*) filter (where coalesce(homeless, false)) as CO18,
        count(*) filter (where coalesce(rural, false)) as CO19,
        count(*) filter (where at_inactive and leaves_searching) as CR01,
        count(*) filter (
            where entry_status_code <> 'inactive_in_education' and leaves_in_education
        ) as CR02,
        count(*) filter (where leaves_qualified) as CR03,
        count(*) filter (where at_jobless and leaves_employed) as CR04,
        count(*) filter (
            where is_disadvantaged and (
                leaves_searching or leaves_in_education or leaves_qualified
                or (leaves_employed and at_jobless)
            )
        ) as CR05,
        count(*) filter (where at_jobless and works_at_6m) as CR06,
        count(*) filter (where entry_status_code = 'employed' and improved_at_6m) as CR07,
        count(*) filter (
            where age_at_entry > 54 and works_at_6m
            and (at_unemployed or entry_status_code = 'inactive')
        ) as CR08,
        count(*) filter (where is_disadvantaged and at_jobless and works_at_6m) as CR09,
        count(*) as EECO01,
        count(*) filter (where at_unemployed) as EECO02,
        count(*) filter (where entry_status_code = 'long_term_unemployed') as EECO03,
        count(*) filter (where at_inactive) as EECO04,
        count(*) filter (where entry_status_code = 'employed') as EECO05,
        count(*) filter (where age_at_entry < 18) as EECO06,
        count(*) filter (where age_at_entry between 18 and 29) as EECO07,
        count(*) filter (where age_at_entry >= 55) as EECO08,
        count(*) filter (where education_isced <= 2) as EECO09,
        count(*) filter (where education_isced between 3 and 4) as EECO10,
        count(*) filter (where education_isced >= 5) as EECO11,
        count(*) filter (where coalesce(disability, false)) as EECO12,
        count(*) filter (where coalesce(migrant, false)) as EECO14,
        count(*) filter (where coalesce(minority, false)) as EECO15,
        count(*) filter (where coalesce(homeless, false)) as EECO16,
        count(*) filter (where coalesce(rural, false)) as EECO17,
        count(*) filter (where at_inactive and leaves_searching) as EECR01,
        count(*) filter (
            where entry_status_code <> 'inactive_in_education' and leaves_in_education
        ) as EECR02,
        count(*) filter (where leaves_qualified) as EECR03,
        count(*) filter (where at_jobless and leaves_employed) as EECR04,
        count(*) filter (where at_jobless and works_at_6m) as EECR05,
        count(*) filter (where entry_status_code = 'employed' and improved_at_6m) as EECR06
    from judged
    group by
        slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
        category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
        sex_code, entry_year_code, exit_year_code
),

codes as (
    select unnest([
            'CO01', 'CO02', 'CO03', 'CO04', 'CO05', 'CO06', 'CO07', 'CO08',
            'CO09', 'CO10', 'CO11', 'CO15', 'CO16', 'CO17', 'CO18', 'CO19',
            'CR01', 'CR02', 'CR03', 'CR04', 'CR05', 'CR06', 'CR07', 'CR08',
            'CR09', 'EECO01', 'EECO02', 'EECO03', 'EECO04', 'EECO05', 'EECO06', 'EECO07',
            'EECO08', 'EECO09', 'EECO10', 'EECO11', 'EECO12', 'EECO14', 'EECO15', 'EECO16',
            'EECO17', 'EECR01', 'EECR02', 'EECR03', 'EECR04', 'EECR05', 'EECR06'
    ]) as indicator_code
),

-- a row per code; cells are few by now
long as (
    select
        counted.*,
        codes.indicator_code,
        case codes.indicator_code
            when 'CO01' then counted.CO01
            when 'CO02' then counted.CO02
            when 'CO03' then counted.CO03
            when 'CO04' then counted.CO04
            when 'CO05' then counted.CO05
            when 'CO06' then counted.CO06
            when 'CO07' then counted.CO07
            when 'CO08' then counted.CO08
            when 'CO09' then counted.CO09
            when 'CO10' then counted.CO10
            when 'CO11' then counted.CO11
            when 'CO15' then counted.CO15
            when 'CO16' then counted.CO16
            when 'CO17' then counted.CO17
            when 'CO18' then counted.CO18
            when 'CO19' then counted.CO19
            when 'CR01' then counted.CR01
            when 'CR02' then counted.CR02
            when 'CR03' then counted.CR03
            when 'CR04' then counted.CR04
            when 'CR05' then counted.CR05
            when 'CR06' then counted.CR06
            when 'CR07' then counted.CR07
            when 'CR08' then counted.CR08
            when 'CR09' then counted.CR09
            when 'EECO01' then counted.EECO01
            when 'EECO02' then counted.EECO02
            when 'EECO03' then counted.EECO03
            when 'EECO04' then counted.EECO04
            when 'EECO05' then counted.EECO05
            when 'EECO06' then counted.EECO06
            when 'EECO07' then counted.EECO07
            when 'EECO08' then counted.EECO08
            when 'EECO09' then counted.EECO09
            when 'EECO10' then counted.EECO10
            when 'EECO11' then counted.EECO11
            when 'EECO12' then counted.EECO12
            when 'EECO14' then counted.EECO14
            when 'EECO15' then counted.EECO15
            when 'EECO16' then counted.EECO16
            when 'EECO17' then counted.EECO17
            when 'EECR01' then counted.EECR01
            when 'EECR02' then counted.EECR02
            when 'EECR03' then counted.EECR03
            when 'EECR04' then counted.EECR04
            when 'EECR05' then counted.EECR05
            when 'EECR06' then counted.EECR06
        end as persons
    from counted
    cross join codes
)

select
    slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
    category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
    sex_code,
    indicator_code,
    case when indicator_code like '%CR%' then exit_year_code else entry_year_code end as year_code,
    cast(sum(persons) as bigint) as participations
from long
where
    (period_code = '2021-2027' and indicator_code like 'EE%')
    or (period_code <> '2021-2027' and indicator_code like 'C%')
group by
    slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
    category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
    sex_code, indicator_code, year_code
