-- Grain:  one row per programme, fund and reference date that a newer edition reports otherwise.
-- Does:   set the newest edition's amounts beside those of the edition before it.
with

summed as (
    select
        edition_rank,
        programme_code,
        fund_code,
        reference_date,
        max(file_edition) as file_edition,
        sum(planned_eur) as planned_eur,
        sum(selected_eur) as selected_eur,
        sum(declared_eur) as declared_eur
    from staging.int_reports
    group by edition_rank, programme_code, fund_code, reference_date
)

select
    newer.programme_code,
    newer.fund_code,
    newer.reference_date,
    newer.file_edition as newer_edition,
    older.file_edition as older_edition,
    cast(newer.planned_eur as decimal(18, 2)) as planned_eur,
    cast(older.planned_eur as decimal(18, 2)) as planned_before_eur,
    cast(newer.selected_eur as decimal(18, 2)) as selected_eur,
    cast(older.selected_eur as decimal(18, 2)) as selected_before_eur,
    cast(newer.declared_eur as decimal(18, 2)) as declared_eur,
    cast(older.declared_eur as decimal(18, 2)) as declared_before_eur
from summed as newer
inner join summed as older
    on newer.programme_code = older.programme_code
    and newer.fund_code = older.fund_code
    and newer.reference_date = older.reference_date
    and newer.edition_rank = 1
    and older.edition_rank = 2
where newer.planned_eur <> older.planned_eur
    or newer.selected_eur <> older.selected_eur
    or newer.declared_eur <> older.declared_eur
