-- Grain:  one row per edition slot (current, previous) and operation: the edition that speaks for it.
-- Does:   choose editions as for published operations: the newest edition that carries a programme
--         is current for all of it, the one before is previous. Synthetic deliveries step aside as
--         soon as a published file of operations or exchange is there. An operation whose own record
--         (AP00) was refused adds to no series: the register does not count it either. Where a
--         programme's delivery holds no such record at all, nothing was refused.
with

kinds as (
    select coalesce(bool_or(not is_synthetic), false) as has_published
    from ledger.file
    where source in ('opencoesione', 'puc')
),

registered as (
    select distinct edition_date, operation_code from staging.stg_puc__operations
),

delivered as (
    select distinct
        programmes.programme_code,
        programmes.operation_code,
        programmes.edition_date,
        registered.operation_code is not null as is_registered
    from staging.stg_puc__programmes as programmes
    left join registered
        on programmes.edition_date = registered.edition_date
        and programmes.operation_code = registered.operation_code
    cross join kinds
    where programmes.is_active and not (programmes.is_synthetic and kinds.has_published)
),

-- which programmes an edition carries is decided before an operation is left out
registers as (
    select programme_code, edition_date, bool_or(is_registered) as has_register
    from delivered
    group by programme_code, edition_date
),

carried as (
    select delivered.programme_code, delivered.operation_code, delivered.edition_date
    from delivered
    inner join registers
        on delivered.programme_code = registers.programme_code
        and delivered.edition_date = registers.edition_date
    where delivered.is_registered or not registers.has_register
),

editions as (
    select
        programme_code,
        edition_date,
        row_number() over (partition by programme_code order by edition_date desc) as edition_rank
    from (select distinct programme_code, edition_date from carried) as distinct_editions
),

slotted as (
    select
        case when editions.edition_rank = 1 then 'current' else 'previous' end as slot,
        carried.operation_code,
        max(carried.edition_date) as edition_date,
        min(carried.programme_code) as programme_code
    from carried
    inner join editions
        on carried.programme_code = editions.programme_code
        and carried.edition_date = editions.edition_date
    where editions.edition_rank <= 2
    group by 1, 2
)

select * from slotted
