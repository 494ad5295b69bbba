-- Grain:  one row per indicator, region, year, sex and series, in the newest edition of the series.
-- Source: marts.regional_indicator.
-- Note:   regions and macro-areas wanted are added to the condition of `named` by
--         `cruscotto.export.indicators`. Two series are never joined.
with

named as (
    select
        figures.indicator_code,
        figures.region_code,
        regions.region_name,
        regions.macro_area_code,
        cast(figures.year as integer) as year,
        figures.sex,
        figures.value,
        figures.series,
        figures.edition,
        figures.flag,
        'published' as data_kind
    from marts.regional_indicator as figures
    left join marts.region as regions on figures.region_code = regions.region_code
)

select * from named
order by indicator_code, series, region_code, year, sex
