-- Grain:  one row per distinct series of the file being imported.
-- Source: observed; known_series, the dataflows that carry an indicator we have a name for.
-- Does:   name series and indicator. A tidy file names its own; an SDMX series is its dataflow and
--         every dimension but area, year and sex, so that two series are never taken for one.
with

written as (
    select distinct
        indicator as published_indicator,
        series as published_series,
        dataflow,
        dimensions
    from observed
),

flows as (
    select
        *,
        -- `ESTAT:TGS00010(1.0)`, or with the label after it, or the flow alone
        regexp_extract(dataflow, '^(([^:( ]*):)?([^:( ]+)', 2) as agency,
        regexp_extract(dataflow, '^(([^:( ]*):)?([^:( ]+)', 3) as published_flow,
        regexp_extract(dimensions, '(^|; )data_type=([^;]*)', 2) as data_type
    from written
),

publishers as (
    select
        *,
        case agency when 'ESTAT' then 'Eurostat' when 'IT1' then 'Istat' else agency end
            as publisher,
        case agency when 'ESTAT' then lower(published_flow) else published_flow end as flow
    from flows
)

select
    p.published_indicator,
    p.published_series,
    p.dataflow,
    p.dimensions,
    case
        when p.published_series <> '' then p.published_series
        when p.flow = '' then ''
        else coalesce(
            known.series,
            concat_ws('; ', trim(p.publisher || ' ' || p.flow), nullif(p.dimensions, ''))
        )
    end as series,
    -- Istat keeps many indicators in one dataflow and distinguishes them by the type of data
    case
        when p.dataflow = '' then p.published_indicator
        else coalesce(known.indicator, regexp_replace(
            lower(concat_ws(
                '_', coalesce(nullif(p.publisher, ''), 'sdmx'), p.flow, nullif(p.data_type, '')
            )),
            '[^a-z0-9]+', '_', 'g'
        ))
    end as indicator
from publishers as p
left join known_series as known
    on p.publisher = 'Eurostat' and p.flow = known.dataflow and p.dimensions = known.dimensions
