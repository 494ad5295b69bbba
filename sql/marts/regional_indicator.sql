-- Grain:  one row per indicator, region, year, sex and series, in the newest edition of the series.
-- Source: raw.reference_regional_indicators and raw.indicators, as published.
-- Does:   type; a figure without number is kept as null with its flag. Series are never joined.
with

together as (
    select
        indicator, nuts2, year, sex, value, series, edition, flag,
        0 as import_sequence
    from raw.reference_regional_indicators
    union all
    select
        i.indicator, i.nuts2, i.year, i.sex, i.value, i.series, i.edition, i.flag,
        files.import_sequence
    from raw.indicators as i
    inner join ledger.file as files on i.file_id = files.file_id
),

ranked as (
    select
        trim(indicator) as indicator_code,
        trim(nuts2) as region_code,
        try_cast(trim(year) as integer) as year,
        upper(trim(sex)) as sex,
        try_cast(replace(trim(value), ',', '.') as double) as value,
        trim(series) as series,
        trim(edition) as edition,
        nullif(trim(flag), '') as flag,
        row_number() over (
            partition by trim(indicator), trim(nuts2), trim(year), upper(trim(sex)), trim(series)
            order by import_sequence desc
        ) as choice
    from together
)

select * exclude (choice)
from ranked
where choice = 1
order by indicator_code, series, region_code, year, sex
