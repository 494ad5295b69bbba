-- Grain:  one row per record of the indicator file being imported.
-- Source: observed, the record's place and parts; series and editions of the file;
--         areas, what the file calls its places, as `model.places` reads them.
-- Does:   place area, year, sex and edition, and state why a record is refused or out of scope. The
--         areas are the 21 of NUTS 2021; older codes and names stand for the same areas. Where a
--         file has two codes of one area in one year, today's wins and a difference is reported.
--         Bolzano and Trento are also provinces, with a code of their own: where a
--         file carries both, the region's figure is kept.
with

-- Eurostat's letters, Istat's numbers, SDMX's codes for a total, and the words of labels alone.
sexes as (
    select *
    from (
        values
        ('T', 'T'), ('9', 'T'), ('_T', 'T'), ('TOTAL', 'T'), ('TOTALE', 'T'),
        ('_Z', 'T'), ('NAP', 'T'),
        ('F', 'F'), ('2', 'F'), ('FEMALES', 'F'), ('FEMMINE', 'F'),
        ('M', 'M'), ('1', 'M'), ('MALES', 'M'), ('MASCHI', 'M')
    ) as codes (code, sex)
),

placed as (
    select
        o.row_number,
        o.area,
        o.period,
        o.value,
        o.value_text,
        o.value_reason,
        o.flag,
        o.sex,
        o.edition,
        series.indicator,
        series.series,
        -- an odd number of quotation marks: one of them belongs to no pair
        regexp_matches(o.indicator, '^[^"]*"([^"]*"[^"]*")*[^"]*$')
        or regexp_matches(o.series, '^[^"]*"([^"]*"[^"]*")*[^"]*$')
        or regexp_matches(o.dataflow, '^[^"]*"([^"]*"[^"]*")*[^"]*$')
        or regexp_matches(o.dimensions, '^[^"]*"([^"]*"[^"]*")*[^"]*$') as has_stray_quote,
        areas.nuts2,
        coalesce(areas.is_province, false) as is_province,
        coalesce(areas.is_current, false) as is_current,
        coalesce(areas.is_not_split, false) as is_not_split,
        sexes.sex as sex_code,
        regexp_extract(o.period, '^([12][0-9]{3})(-A1)?$', 1) as year,
        o.frequency in ('', 'A', 'ANNUAL', 'ANNUALE')
        and regexp_matches(o.period, '^[12][0-9]{3}(-A1)?$') as is_annual,
        regexp_matches(
            o.period,
            '^[12][0-9]{3}(-?[SHTQMWD][0-9]{1,3}|-[0-9]{2}(-[0-9]{2})?([T ].*)?|[-/][12][0-9]{3}|-A1)?$'
        ) as is_period,
        editions.own_date,
        coalesce(cast($given as date), editions.own_date, cast($newest as date)) as edition_date,
        case
            when cast($given as date) is null and editions.own_date is not null
                then editions.edition_name
            else cast(coalesce(cast($given as date), cast($newest as date)) as varchar)
        end as edition_name
    from observed as o
    inner join series
        on o.dataflow = series.dataflow and o.dimensions = series.dimensions
        and o.indicator = series.published_indicator and o.series = series.published_series
    left join areas on o.area = areas.area
    left join sexes on o.sex = sexes.code
    left join editions on o.edition = editions.edition
),

reasoned as (
    select
        *,
        case
            when area = '' then 'missing_area'
            when period = '' then 'missing_period'
            when series = '' then 'missing_series'
            when indicator = '' then 'missing_indicator'
            when sex = '' then 'missing_sex'
            when has_stray_quote then 'stray_quote'
            when not is_period then 'unreadable_period'
        end as refused_reason,
        case
            when is_not_split then 'trentino_alto_adige_not_split'
            when nuts2 is null then 'not_an_italian_region'
            when not is_annual then 'not_annual'
            when sex_code is null then 'other_sex'
        end as out_of_scope_reason
    from placed
),

occurrences as (
    select
        row_number,
        is_province and bool_or(not is_province) over same_figure as repeats_the_region,
        not is_current and not is_province and bool_or(is_current) over same_figure
            as has_older_code,
        max(case when is_current then value end) over same_figure as current_value,
        own_date < max(own_date) over same_figure as is_superseded,
        row_number() over (
            partition by indicator, series, nuts2, year, sex_code, edition_name
            order by is_province, is_current desc, own_date desc nulls last, row_number
        ) as occurrence
    from reasoned
    where refused_reason is null and out_of_scope_reason is null
    window same_figure as (
        partition by indicator, series, nuts2, year, sex_code, edition_name
    )
)

select
    reasoned.row_number,
    reasoned.indicator,
    reasoned.series,
    reasoned.nuts2,
    reasoned.area,
    reasoned.year,
    reasoned.sex_code as sex,
    reasoned.value,
    reasoned.value_text,
    reasoned.value_reason,
    reasoned.flag,
    reasoned.edition as published_edition,
    reasoned.own_date,
    reasoned.edition_name as edition,
    reasoned.edition_date,
    case
        when reasoned.refused_reason is not null then reasoned.refused_reason
        when reasoned.out_of_scope_reason is not null then null
        when occurrences.repeats_the_region or occurrences.is_superseded then null
        -- today's code of a territory wins over an older one of the same year
        when occurrences.has_older_code and occurrences.current_value <> reasoned.value
            then 'older_code_differs: ' || reasoned.area || ' ' || reasoned.value_text
        when occurrences.has_older_code then null
        when occurrences.occurrence > 1 then 'duplicate_observation'
    end as refused_reason,
    case
        when reasoned.refused_reason is not null then null
        when reasoned.out_of_scope_reason is not null then reasoned.out_of_scope_reason
        when occurrences.repeats_the_region then 'repeats_the_region'
        when occurrences.has_older_code and occurrences.current_value = reasoned.value
            then 'older_code_of_the_area'
        when occurrences.is_superseded then 'superseded_edition'
    end as out_of_scope_reason
from reasoned
left join occurrences on reasoned.row_number = occurrences.row_number
