-- Grain:  one row per indicator, region, year, sex and series.
-- Source: raw.reference_regional_indicators and raw.indicators.
-- Does:   take each figure from the newest edition that carries it, named beside it; the latest
--         import wins between two of one date. A figure without number is kept as null with its
--         flag. Series are never joined.
with

together as (
    select
        indicator, nuts2, year, sex, value, series, edition, flag,
        -- the reference table knows the year of its copies alone
        try_cast(nullif(regexp_extract(edition, '(19|20)[0-9]{2}', 0), '') || '-01-01' as date)
            as edition_date,
        0 as import_sequence
    from raw.reference_regional_indicators
    union all
    select
        i.indicator, i.nuts2, i.year, i.sex, i.value, i.series, i.edition, i.flag,
        i.edition_date,
        files.import_sequence
    from raw.indicators as i
    inner join ledger.file as files on i.file_id = files.file_id
),

typed as (
    select
        trim(indicator) as indicator_code,
        trim(nuts2) as region_code,
        -- the cast alone would round `2020.5`
        case when regexp_matches(trim(year), '^[0-9]{1,4}$') then cast(trim(year) as integer) end
            as year,
        upper(trim(sex)) as sex,
        -- the cast alone would read `inf` and `1_000` as numbers
        case
            when regexp_matches(
                trim(value), '^[+-]?([0-9]{1,18}([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]{1,2})?$'
            )
                then try_cast(replace(trim(value), ',', '.') as double)
        end as value,
        trim(series) as series,
        trim(edition) as edition,
        -- `A` is SDMX's “normal value”: no reader needs to be warned of it
        nullif(nullif(trim(flag), ''), 'A') as flag,
        edition_date,
        import_sequence
    from together
),

ranked as (
    select
        *,
        row_number() over (
            partition by indicator_code, region_code, year, sex, series
            order by edition_date desc nulls last, import_sequence desc, edition desc
        ) as choice
    from typed
)

select
    indicator_code,
    region_code,
    year,
    sex,
    value,
    series,
    edition,
    flag
from ranked
where choice = 1
order by indicator_code, series, region_code, year, sex
