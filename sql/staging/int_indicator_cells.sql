-- Grain:  one row per slot, common indicator and cell: a year by axis, region and sex, or a month by
--         axis and category of region; `scope` names which.
-- Source: marts.participation; Reg. (EU) 1304/2013 Annex I, Reg. (EU) 2021/1057 Annex I.
-- Does:   count participations by the two families of indicators, each in its own period: they are
--         never one series, and who belongs to neither period, or to an operation that is not in
--         the warehouse, is counted by neither. Outputs count by time of entry, results by time of
--         exit, and a status after leaving only once its horizon has passed. Codes of results and
--         of most outputs 2021-2027 are from memory of the annexes: to be verified.
--         EECO13 is not counted: a record does not distinguish third-country nationals.
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
        exit_month is not null and coalesce(qualification, false) as leaves_qualified,
        coalesce(status_6m in ('employed', 'self_employed'), false) as works_at_6m,
        has_matured_6m and coalesce(improved_6m, false) as improved_at_6m
    from marts.participation
),

-- results that the two families share
ended as (
    select
        *,
        coalesce(at_inactive and leaves_searching, false) as turned_to_searching,
        coalesce(
            entry_status_code <> 'inactive_in_education' and leaves_in_education, false
        ) as went_to_study,
        coalesce(at_jobless and leaves_employed, false) as found_work,
        coalesce(at_jobless and works_at_6m, false) as found_work_by_6m,
        coalesce(entry_status_code = 'employed' and improved_at_6m, false) as improved_their_work
    from judged
),

flagged as (
    select
        slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
        category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
        sex_code, entry_year_code, exit_year_code, entry_month, exit_month, record_key,
        cast(coalesce(at_unemployed, false) as tinyint) as CO01,
        cast(coalesce(entry_status_code = 'long_term_unemployed', false) as tinyint) as CO02,
        cast(coalesce(at_inactive, false) as tinyint) as CO03,
        cast(coalesce(entry_status_code = 'inactive', false) as tinyint) as CO04,
        cast(coalesce(entry_status_code = 'employed', false) as tinyint) as CO05,
        cast(coalesce(age_at_entry < 25, false) as tinyint) as CO06,
        cast(coalesce(age_at_entry > 54, false) as tinyint) as CO07,
        cast(
            coalesce(
                age_at_entry > 54 and (at_unemployed or entry_status_code = 'inactive'),
                false
            ) as tinyint
        ) as CO08,
        cast(coalesce(education_isced between 1 and 2, false) as tinyint) as CO09,
        cast(coalesce(education_isced between 3 and 4, false) as tinyint) as CO10,
        cast(coalesce(education_isced >= 5, false) as tinyint) as CO11,
        cast(coalesce(migrant, false) or coalesce(minority, false) as tinyint) as CO15,
        cast(coalesce(disability, false) as tinyint) as CO16,
        cast(coalesce(other_disadvantage, false) as tinyint) as CO17,
        cast(coalesce(homeless, false) as tinyint) as CO18,
        cast(coalesce(rural, false) as tinyint) as CO19,
        cast(turned_to_searching as tinyint) as CR01,
        cast(went_to_study as tinyint) as CR02,
        cast(coalesce(leaves_qualified, false) as tinyint) as CR03,
        cast(found_work as tinyint) as CR04,
        cast(
            coalesce(
                is_disadvantaged and (
                    leaves_searching or leaves_in_education or leaves_qualified
                    or (leaves_employed and at_jobless)
                ),
                false
            ) as tinyint
        ) as CR05,
        cast(found_work_by_6m as tinyint) as CR06,
        cast(improved_their_work as tinyint) as CR07,
        cast(
            coalesce(
                age_at_entry > 54 and works_at_6m and (at_unemployed or entry_status_code =
                'inactive'),
                false
            ) as tinyint
        ) as CR08,
        cast(coalesce(is_disadvantaged and at_jobless and works_at_6m, false) as tinyint) as CR09,
        cast(1 as tinyint) as EECO01,
        cast(coalesce(at_unemployed, false) as tinyint) as EECO02,
        cast(coalesce(entry_status_code = 'long_term_unemployed', false) as tinyint) as EECO03,
        cast(coalesce(at_inactive, false) as tinyint) as EECO04,
        cast(coalesce(entry_status_code = 'employed', false) as tinyint) as EECO05,
        cast(coalesce(age_at_entry < 18, false) as tinyint) as EECO06,
        cast(coalesce(age_at_entry between 18 and 29, false) as tinyint) as EECO07,
        cast(coalesce(age_at_entry >= 55, false) as tinyint) as EECO08,
        cast(coalesce(education_isced <= 2, false) as tinyint) as EECO09,
        cast(coalesce(education_isced between 3 and 4, false) as tinyint) as EECO10,
        cast(coalesce(education_isced >= 5, false) as tinyint) as EECO11,
        cast(coalesce(disability, false) as tinyint) as EECO12,
        cast(coalesce(migrant, false) as tinyint) as EECO14,
        cast(coalesce(minority, false) as tinyint) as EECO15,
        cast(coalesce(homeless, false) as tinyint) as EECO16,
        cast(coalesce(rural, false) as tinyint) as EECO17,
        cast(turned_to_searching as tinyint) as EECR01,
        cast(went_to_study as tinyint) as EECR02,
        cast(coalesce(leaves_qualified, false) as tinyint) as EECR03,
        cast(found_work as tinyint) as EECR04,
        cast(found_work_by_6m as tinyint) as EECR05,
        cast(improved_their_work as tinyint) as EECR06
    from ended
),

counted as (
    select
        slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
        category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
        sex_code, entry_year_code, exit_year_code, entry_month, exit_month,
        case
            when grouping(entry_month) = 0 then 'entry_month'
            when grouping(exit_month) = 0 then 'exit_month'
            else 'year'
        end as scope,
        sum(CO01) as CO01,
        sum(CO02) as CO02,
        sum(CO03) as CO03,
        sum(CO04) as CO04,
        sum(CO05) as CO05,
        sum(CO06) as CO06,
        sum(CO07) as CO07,
        sum(CO08) as CO08,
        sum(CO09) as CO09,
        sum(CO10) as CO10,
        sum(CO11) as CO11,
        sum(CO15) as CO15,
        sum(CO16) as CO16,
        sum(CO17) as CO17,
        sum(CO18) as CO18,
        sum(CO19) as CO19,
        sum(CR01) as CR01,
        sum(CR02) as CR02,
        sum(CR03) as CR03,
        sum(CR04) as CR04,
        sum(CR05) as CR05,
        sum(CR06) as CR06,
        sum(CR07) as CR07,
        sum(CR08) as CR08,
        sum(CR09) as CR09,
        sum(EECO01) as EECO01,
        sum(EECO02) as EECO02,
        sum(EECO03) as EECO03,
        sum(EECO04) as EECO04,
        sum(EECO05) as EECO05,
        sum(EECO06) as EECO06,
        sum(EECO07) as EECO07,
        sum(EECO08) as EECO08,
        sum(EECO09) as EECO09,
        sum(EECO10) as EECO10,
        sum(EECO11) as EECO11,
        sum(EECO12) as EECO12,
        sum(EECO14) as EECO14,
        sum(EECO15) as EECO15,
        sum(EECO16) as EECO16,
        sum(EECO17) as EECO17,
        sum(EECR01) as EECR01,
        sum(EECR02) as EECR02,
        sum(EECR03) as EECR03,
        sum(EECR04) as EECR04,
        sum(EECR05) as EECR05,
        sum(EECR06) as EECR06,
        sum(record_key * CO01) as CO01_key,
        sum(record_key * CO02) as CO02_key,
        sum(record_key * CO03) as CO03_key,
        sum(record_key * CO04) as CO04_key,
        sum(record_key * CO05) as CO05_key,
        sum(record_key * CO06) as CO06_key,
        sum(record_key * CO07) as CO07_key,
        sum(record_key * CO08) as CO08_key,
        sum(record_key * CO09) as CO09_key,
        sum(record_key * CO10) as CO10_key,
        sum(record_key * CO11) as CO11_key,
        sum(record_key * CO15) as CO15_key,
        sum(record_key * CO16) as CO16_key,
        sum(record_key * CO17) as CO17_key,
        sum(record_key * CO18) as CO18_key,
        sum(record_key * CO19) as CO19_key,
        sum(record_key * CR01) as CR01_key,
        sum(record_key * CR02) as CR02_key,
        sum(record_key * CR03) as CR03_key,
        sum(record_key * CR04) as CR04_key,
        sum(record_key * CR05) as CR05_key,
        sum(record_key * CR06) as CR06_key,
        sum(record_key * CR07) as CR07_key,
        sum(record_key * CR08) as CR08_key,
        sum(record_key * CR09) as CR09_key,
        sum(record_key * EECO01) as EECO01_key,
        sum(record_key * EECO02) as EECO02_key,
        sum(record_key * EECO03) as EECO03_key,
        sum(record_key * EECO04) as EECO04_key,
        sum(record_key * EECO05) as EECO05_key,
        sum(record_key * EECO06) as EECO06_key,
        sum(record_key * EECO07) as EECO07_key,
        sum(record_key * EECO08) as EECO08_key,
        sum(record_key * EECO09) as EECO09_key,
        sum(record_key * EECO10) as EECO10_key,
        sum(record_key * EECO11) as EECO11_key,
        sum(record_key * EECO12) as EECO12_key,
        sum(record_key * EECO14) as EECO14_key,
        sum(record_key * EECO15) as EECO15_key,
        sum(record_key * EECO16) as EECO16_key,
        sum(record_key * EECO17) as EECO17_key,
        sum(record_key * EECR01) as EECR01_key,
        sum(record_key * EECR02) as EECR02_key,
        sum(record_key * EECR03) as EECR03_key,
        sum(record_key * EECR04) as EECR04_key,
        sum(record_key * EECR05) as EECR05_key,
        sum(record_key * EECR06) as EECR06_key
    from flagged
    group by grouping sets (
        (
            slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
            category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
            sex_code, entry_year_code, exit_year_code
        ),
        (slot, period_code, programme_code, axis_code, category_of_region_code, entry_month),
        (slot, period_code, programme_code, axis_code, category_of_region_code, exit_month)
    )
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
        end as persons,
        case codes.indicator_code
            when 'CO01' then counted.CO01_key
            when 'CO02' then counted.CO02_key
            when 'CO03' then counted.CO03_key
            when 'CO04' then counted.CO04_key
            when 'CO05' then counted.CO05_key
            when 'CO06' then counted.CO06_key
            when 'CO07' then counted.CO07_key
            when 'CO08' then counted.CO08_key
            when 'CO09' then counted.CO09_key
            when 'CO10' then counted.CO10_key
            when 'CO11' then counted.CO11_key
            when 'CO15' then counted.CO15_key
            when 'CO16' then counted.CO16_key
            when 'CO17' then counted.CO17_key
            when 'CO18' then counted.CO18_key
            when 'CO19' then counted.CO19_key
            when 'CR01' then counted.CR01_key
            when 'CR02' then counted.CR02_key
            when 'CR03' then counted.CR03_key
            when 'CR04' then counted.CR04_key
            when 'CR05' then counted.CR05_key
            when 'CR06' then counted.CR06_key
            when 'CR07' then counted.CR07_key
            when 'CR08' then counted.CR08_key
            when 'CR09' then counted.CR09_key
            when 'EECO01' then counted.EECO01_key
            when 'EECO02' then counted.EECO02_key
            when 'EECO03' then counted.EECO03_key
            when 'EECO04' then counted.EECO04_key
            when 'EECO05' then counted.EECO05_key
            when 'EECO06' then counted.EECO06_key
            when 'EECO07' then counted.EECO07_key
            when 'EECO08' then counted.EECO08_key
            when 'EECO09' then counted.EECO09_key
            when 'EECO10' then counted.EECO10_key
            when 'EECO11' then counted.EECO11_key
            when 'EECO12' then counted.EECO12_key
            when 'EECO14' then counted.EECO14_key
            when 'EECO15' then counted.EECO15_key
            when 'EECO16' then counted.EECO16_key
            when 'EECO17' then counted.EECO17_key
            when 'EECR01' then counted.EECR01_key
            when 'EECR02' then counted.EECR02_key
            when 'EECR03' then counted.EECR03_key
            when 'EECR04' then counted.EECR04_key
            when 'EECR05' then counted.EECR05_key
            when 'EECR06' then counted.EECR06_key
        end as persons_key
    from counted
    cross join codes
)

select
    scope,
    slot, is_synthetic, edition_date, period_code, fund_code, region_code, macro_area_code,
    category_of_region_code, managing_authority_code, programme_code, axis_code, theme_code,
    sex_code,
    indicator_code,
    case when indicator_code like '%CR%' then exit_year_code else entry_year_code end as year_code,
    coalesce(entry_month, exit_month) as month,
    cast(persons as bigint) as persons,
    cast(persons_key as bigint) as persons_key
from long
where
    (
        (period_code = '2021-2027' and indicator_code like 'EE%')
        or (period_code = '2014-2020' and indicator_code like 'C%')
    )
    and (
        scope = 'year'
        or scope = case when indicator_code like '%CR%' then 'exit_month' else 'entry_month' end
    )
