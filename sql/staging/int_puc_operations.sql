-- Grain:  one row per edition and operation delivered in exchange files, as published ones are staged.
-- Does:   gather an operation from its tracciati: money net of releases and recoveries, axes from
--         TC36, the beneficiary (role 2) and the programming body (role 1). The status is read from
--         the dates, for the protocol's own code (TC47) has no agreed equivalent.
with

axes as (
    select
        edition_date,
        operation_code,
        count(distinct programme_code) as programmes,
        min(programme_code) as first_programme_code,
        string_agg(programme_code, ':::' order by programme_code, axis_code) as all_programmes,
        string_agg(axis_code, ':::' order by programme_code, axis_code) as axis_codes,
        case when min(theme_code) = max(theme_code) then min(theme_code) end as theme_code,
        cast(sum(commitments_eur) as decimal(38, 2)) as commitments_eur,
        cast(sum(payments_eur) as decimal(38, 2)) as payments_eur
    from staging.int_puc_axes
    group by edition_date, operation_code
),

programmes as (
    select
        edition_date,
        operation_code,
        string_agg(distinct programme_code, ':::' order by programme_code) as programme_codes
    from staging.stg_puc__programmes
    where is_active
    group by edition_date, operation_code
),

financed as (
    select
        edition_date,
        operation_code,
        cast(sum(
            case when source_code in ('FSE', 'FSE+', 'ESF', 'ESF+') then amount_eur end
        ) as decimal(38, 2)) as esf_funding_eur,
        cast(sum(case when source_code in ('IOG', 'YEI') then amount_eur end) as decimal(38, 2))
            as yei_funding_eur,
        cast(sum(case when source_code in ('FESR', 'ERDF') then amount_eur end) as decimal(38, 2))
            as erdf_funding_eur,
        cast(sum(case when source_code = 'FSC' then amount_eur end) as decimal(38, 2))
            as fsc_funding_eur,
        cast(sum(case when source_code = 'PRT' then amount_eur end) as decimal(38, 2))
            as private_funding_eur,
        cast(sum(
            case when source_code not in ('PRT', 'RDR') then amount_eur end
        ) as decimal(38, 2)) as public_funding_eur
    from staging.stg_puc__financing
    group by edition_date, operation_code
),

placed as (
    select
        edition_date,
        operation_code,
        string_agg(distinct published_region_code, ':::' order by published_region_code)
            as region_codes,
        string_agg(
            distinct published_region_code || published_province_code, ':::'
            order by published_region_code || published_province_code
        ) as province_codes
    from staging.stg_puc__places
    group by edition_date, operation_code
),

actors as (
    select
        edition_date,
        operation_code,
        min(case when role_code = '1' then tax_code end) as programming_body_code,
        min(case when role_code = '1' then body_name end) as programming_body_name,
        min(case when role_code = '2' then tax_code end) as beneficiary_code,
        min(case when role_code = '2' then body_name end) as beneficiary_name,
        min(case when role_code = '3' then body_name end) as implementing_body_name,
        -- several bodies of one role are listed as OpenCoesione lists them
        string_agg(case when role_code = '3' then tax_code end, ':::' order by tax_code)
            as implementing_body_code,
        string_agg(case when role_code = '4' then body_name end, ':::' order by tax_code)
            as delivering_body_name,
        string_agg(case when role_code = '4' then tax_code end, ':::' order by tax_code)
            as delivering_body_code
    from staging.stg_puc__bodies
    group by edition_date, operation_code
),

states as (
    select edition_date, operation_code, max(state_code) as state_code
    from staging.stg_puc__states
    group by edition_date, operation_code
)

select
    registry.file_id,
    registry.edition_date,
    registry.import_sequence,
    registry.file_name,
    registry.source,
    registry.operation_code,
    registry.cup,
    substr(registry.operation_code, 1, 5) = 'SINT-' as is_synthetic,
    case substr(coalesce(axes.first_programme_code, programmes.programme_codes), 1, 4)
        when '2007' then '2007-2013'
        when '2014' then '2014-2020'
        when '2021' then '2021-2027'
        else 'unknown'
    end as period_code,
    coalesce(
        case when axes.programmes = 1 then axes.first_programme_code else axes.all_programmes end,
        programmes.programme_codes, 'unknown'
    ) as programme_codes,
    coalesce(axes.axis_codes, 'unknown') as axis_codes,
    axes.theme_code as published_theme_code,
    coalesce(placed.region_codes, '') as region_codes,
    coalesce(placed.province_codes, '') as province_codes,
    registry.title,
    registry.summary,
    actors.beneficiary_name,
    nullif(actors.beneficiary_code, '[NOMINATIVO OMESSO]') as beneficiary_code,
    actors.implementing_body_name,
    actors.implementing_body_code,
    actors.delivering_body_name,
    actors.delivering_body_code,
    actors.programming_body_code,
    actors.programming_body_name,
    states.state_code as status_published,
    case
        when registry.actual_end_date <= registry.edition_date then 'concluded'
        when registry.start_date <= registry.edition_date then 'in_progress'
        when registry.start_date is not null then 'not_started'
        else 'unknown'
    end as status_code,
    financed.esf_funding_eur,
    financed.yei_funding_eur,
    financed.erdf_funding_eur,
    financed.fsc_funding_eur,
    financed.private_funding_eur,
    financed.public_funding_eur,
    axes.commitments_eur,
    axes.payments_eur,
    registry.start_date,
    registry.planned_end_date,
    registry.actual_end_date
from staging.stg_puc__operations as registry
left join axes
    on registry.edition_date = axes.edition_date and registry.operation_code = axes.operation_code
left join programmes
    on registry.edition_date = programmes.edition_date
    and registry.operation_code = programmes.operation_code
left join financed
    on registry.edition_date = financed.edition_date
    and registry.operation_code = financed.operation_code
left join placed
    on registry.edition_date = placed.edition_date
    and registry.operation_code = placed.operation_code
left join actors
    on registry.edition_date = actors.edition_date
    and registry.operation_code = actors.operation_code
left join states
    on registry.edition_date = states.edition_date
    and registry.operation_code = states.operation_code
